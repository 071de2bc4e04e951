#pragma once

#include <string>
#include <string_view>

#include "options.hpp"
#include "stdout_writer.hpp"

namespace teamsctl::cli {

/// Rows as the chosen format wants them. Each row is JSON already and is passed on as it is, so that numbers and nulls stay
/// what they were.
class RowOutput {
 public:
  RowOutput(StdoutWriter& writer, OutputFormat format) : writer_(writer), format_(format) {}

  void row(std::string_view json);
  /// All rows are there: closes the array, an empty one too. Without this call the array stays open, so that no reader
  /// takes a part for the whole.
  void complete();

 private:
  StdoutWriter& writer_;
  OutputFormat format_;
  bool first_ = true;
};

/// The same JSON text over several lines, indented by two spaces, each line after the first by `depth` levels more. `json`
/// must be valid and without white space between its tokens.
[[nodiscard]] std::string indented(std::string_view json, int depth = 0);

}  // namespace teamsctl::cli
