#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "teamsctl/loop.hpp"

namespace teamsctl::cli {

/// Standard output without waiting for its reader: what a pipe does not take now is kept, and
/// `on_full` says when that has become too much, `on_drained` when it is gone. Between the two the
/// caller should add nothing, so memory stays bounded.
class StdoutWriter {
 public:
  StdoutWriter(Loop& loop, std::function<void()> on_full, std::function<void()> on_drained);

  /// Adds bytes; nothing is written yet.
  void add(std::string_view bytes) { pending_ += bytes; }
  /// Writes as much as goes without waiting. Call it after each turn of the loop.
  void flush();

  [[nodiscard]] bool empty() const { return pending_.size() == written_; }
  /// How many bytes the reader has not taken yet.
  [[nodiscard]] std::size_t waiting() const { return pending_.size() - written_; }
  /// From on_full to on_drained.
  [[nodiscard]] bool full() const { return full_; }
  /// Less is waiting than on_full is called for.
  [[nodiscard]] bool has_room() const { return pending_.size() - written_ <= too_much; }
  /// errno of the write that failed; nothing more is written after it.
  [[nodiscard]] std::optional<int> error() const { return error_; }
  [[nodiscard]] bool is_terminal() const { return terminal_; }

 private:
  static constexpr std::size_t too_much = 1 << 20;

  [[nodiscard]] bool ready_now() const;

  Loop& loop_;
  std::function<void()> on_full_;
  std::function<void()> on_drained_;
  std::string pending_;
  std::size_t written_ = 0;
  std::optional<int> error_;
  bool waits_;  // a pipe, socket or terminal, which can be full
  bool terminal_;
  bool full_ = false;
  Loop::Handle writable_;
};

}  // namespace teamsctl::cli
