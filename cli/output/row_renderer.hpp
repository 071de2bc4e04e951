#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "options/field_path.hpp"
#include "options/options.hpp"
#include "teamsctl/error.hpp"
#include "terminal/screen.hpp"

namespace teamsctl::cli {

/// Turns results, each one JSON value, into the bytes of one format. Nothing is written here: the
/// bytes are appended to what the caller gives. Once there is a problem, all calls do nothing.
class RowRenderer {
 public:
  RowRenderer() = default;
  virtual ~RowRenderer() = default;
  RowRenderer(const RowRenderer&) = delete;
  RowRenderer& operator=(const RowRenderer&) = delete;

  virtual void row(std::string_view json, std::string& out) = 0;

  /// All rows were there.
  virtual void complete(std::string& out) = 0;

  /// No more rows come, and these are not all: what is still held is shown, nothing is closed.
  virtual void cut_short(std::string&) {}

  /// True while there is more to come of the rows that were given. more() appends a part of it.
  [[nodiscard]] virtual bool unfinished() const { return false; }
  virtual void more(std::string&) {}

  /// Why no more can be made of the rows.
  [[nodiscard]] virtual std::optional<Error> problem() const { return std::nullopt; }
};

struct OutputSettings {
  OutputFormat format = OutputFormat::json;
  std::vector<FieldPath> fields;  ///< of --fields; empty when not given
  std::vector<FieldPath>
      default_columns;  ///< of a table without --fields; empty: what the first row has
  std::string jq;       ///< of --jq; empty for none
  std::string
      out_of_memory;  ///< written to stderr when --jq finds no memory, before the process ends
  Screen screen;
  std::function<void(const std::string&)> warn = [](const std::string&) {};
};

/// Throws Error as a value when the expression of --jq does not compile.
[[nodiscard]] std::unique_ptr<RowRenderer> make_renderer(OutputSettings settings);

/// All of it at once, for rows that are here as a whole. Throws Error as a value.
[[nodiscard]] std::string rendered(const std::vector<std::string>& rows, OutputSettings settings);

}  // namespace teamsctl::cli
