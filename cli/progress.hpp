#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "options.hpp"

namespace teamsctl::cli {

/// How far a long command is, on stderr: one line that is drawn over again on a terminal, or plain lines when asked for.
class ProgressLine {
 public:
  explicit ProgressLine(const Options& options);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void rows(std::uint64_t count);
  /// Takes the line away, so that something else can be said.
  void clear();

 private:
  bool on_terminal_;
  bool plain_;
  bool shown_ = false;
  std::optional<std::chrono::steady_clock::time_point> started_;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace teamsctl::cli
