#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "output/row_renderer.hpp"
#include "output/stdout_writer.hpp"
#include "teamsctl/loop.hpp"

namespace teamsctl::cli {

/// Rows on their way to stdout, as the chosen format wants them. Neither what was not asked for yet
/// nor what stdout does not take now grows without bounds, as long as rows are held back while
/// behind() says so.
class RowOutput {
 public:
  /// Throws Error as a value when --jq does not compile.
  RowOutput(Loop& loop, StdoutWriter& writer, OutputSettings settings);

  void row(std::string_view json);
  /// All rows are there.
  void complete();
  /// These are not all, and no more come. What is held of them is still the reader's.
  void cut_short();
  /// Of what is still to be made of the rows so far, nobody wants any more.
  void stop_unfinished() { dropped_ = dropped_ || unfinished(); }

  /// Writes as much as goes without waiting. Call it after each turn of the loop, which it asks for
  /// as long as there is more.
  void turn();

  /// Everything that was given has been written.
  [[nodiscard]] bool written() const { return !unfinished() && writer_.empty(); }
  /// True while no rows should come.
  [[nodiscard]] bool behind() const { return unfinished() || writer_.full(); }
  /// Why the rows cannot be put into this format; nothing more is written then.
  [[nodiscard]] std::optional<Error> problem() const { return renderer_->problem(); }

 private:
  [[nodiscard]] bool unfinished() const { return !dropped_ && renderer_->unfinished(); }
  void hand_over();

  Loop& loop_;
  StdoutWriter& writer_;
  std::unique_ptr<RowRenderer> renderer_;
  std::string made_;
  bool dropped_ = false;
  Loop::Handle next_turn_;
};

}  // namespace teamsctl::cli
