#pragma once

#include <sys/types.h>
#include <termios.h>

#include <optional>
#include <string>

#include "io/descriptor.hpp"
#include "io/process_family.hpp"

namespace teamsctl::io {

/// A command of the user's, run by /bin/sh in our process group and on our terminal, so that it can
/// ask there. Its stderr is ours; its stdin is the terminal or empty, never ours; nothing else of
/// ours is open in it.
class Command {
 public:
  /// Throws std::system_error when it cannot be started.
  explicit Command(const std::string& line);
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  /// Ends it when it still runs: asks, waits for a fifth of a second, kills.
  ~Command();

  [[nodiscard]] const Descriptor& output() const noexcept { return output_; }  ///< does not block
  [[nodiscard]] const Descriptor& exit() const noexcept {
    return exit_;
  }  ///< a pidfd: readable when it has ended

  /// Its status as of waitpid(2), once it has ended; nothing while it runs, and when somebody else
  /// has taken it.
  [[nodiscard]] std::optional<int> reap();

  /// SIGTERM to it and what it has started.
  void terminate();
  /// SIGKILL to those that are left; then the terminal is as it was before.
  void kill();
  /// True while one of those that terminate() has reached runs.
  [[nodiscard]] bool any_left() const { return family_.alive(); }

 private:
  void restore_terminal() noexcept;

  Descriptor terminal_;
  std::optional<termios> terminal_before_;
  Descriptor output_;
  pid_t pid_;
  Descriptor exit_;
  ProcessFamily family_;
  bool reaped_ = false;
};

}  // namespace teamsctl::io
