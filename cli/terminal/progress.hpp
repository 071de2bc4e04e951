#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "options/options.hpp"

namespace teamsctl::cli {

/// How far a long command is, on stderr: one line that is drawn over again on a terminal, or plain
/// lines when asked for.
class ProgressLine {
 public:
  explicit ProgressLine(const Options& options);
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// `pages` is how many commands have ended; 0 or 1 is not worth saying.
  void rows(std::uint64_t count, std::uint64_t pages = 0);
  /// A step of many: "17 of 200 numbers, 3 failed".
  void text(const std::string& line);
  /// Takes the line away, so that something else can be said.
  void clear();

 private:
  /// True when a line is due now.
  [[nodiscard]] bool due();
  void show(const std::string& line);

  bool on_terminal_;
  bool plain_;
  bool shown_ = false;
  std::optional<std::chrono::steady_clock::time_point> started_;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace teamsctl::cli
