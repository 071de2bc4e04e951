#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "jq/jq_filter.hpp"
#include "output/row_renderer.hpp"

namespace teamsctl::cli {

/// --jq: what an expression makes of the rows. Either it reads one array with all of them, which
/// are held for that, and its results are printed as `jq -r` does; or it reads each row by itself,
/// and they are printed as `jq -c` does, each line JSON.
class JqOutput final : public RowRenderer {
 public:
  enum class Reads { all_rows, each_row };
  /// Throws JqMistake.
  JqOutput(Reads reads, const OutputSettings& settings);

  void row(std::string_view json, std::string& out) override;
  void complete(std::string& out) override;
  [[nodiscard]] bool unfinished() const override;
  /// Appends until about 64 KiB are there: an expression may give any number of values, and memory
  /// has to do.
  void more(std::string& out) override;
  [[nodiscard]] std::optional<Error> problem() const override { return problem_; }

 private:
  void print(const JqValue& value, std::string& out) const;
  void begin(JqValue input);
  void fail(const std::string& message);
  void stop();

  Reads reads_;
  bool for_terminal_;
  std::function<void(const std::string&)> warn_;
  JqFilter filter_;
  JqValue all_{jv_array()};
  std::deque<std::string> waiting_;  // rows, in their order
  bool running_ = false;             // the filter has an input and may give more
  bool stopped_ = false;             // by a failure, a halt or a signal
  std::optional<Error> problem_;
};

}  // namespace teamsctl::cli
