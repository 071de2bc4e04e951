#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/session_machine.hpp"
#include "io/descriptor.hpp"
#include "teamsctl/error.hpp"

namespace teamsctl::io {

/// What is run, and the three texts that it gets on the descriptors 5, 6 and 7.
struct ChildOptions {
  std::string program;  ///< a path, or a name looked up on PATH
  std::vector<std::string> arguments;
  std::vector<std::string> environment;
  std::string_view loader;
  std::string_view host_source;
  std::string_view settings;
};

/// The path of a program that is named by a path or looked up on PATH, or nothing.
[[nodiscard]] std::optional<std::string> program_path(const std::string& name);

/// A running pwsh with its four channels: leader of a session of its own, with a terminal of its
/// own, killed by the kernel when this process dies.
class ChildProcess {
 public:
  /// Starts it. The Error says what to do when it cannot be: ErrorCode::pwsh_missing, with the path
  /// that was tried.
  [[nodiscard]] static std::variant<ChildProcess, Error> start(const ChildOptions& options);

  ChildProcess(ChildProcess&&) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  /// Kills what still runs, and reaps it.
  ~ChildProcess();

  [[nodiscard]] pid_t pid() const noexcept { return pid_; }

  Descriptor requests;  ///< write end of its descriptor 3
  Descriptor records;   ///< read end of its descriptor 4
  Descriptor output;    ///< read end of its descriptor 1
  Descriptor error;     ///< read end of its descriptor 2
  Descriptor terminal;  ///< master of its descriptor 0
  Descriptor exit;      ///< a pidfd: readable when it has ended

  /// How it ended, once it has; nothing while it runs.
  [[nodiscard]] std::optional<core::ChildEnd> reap();

  /// SIGKILL to it and to every process in its session, whatever group that is in.
  void kill_session() noexcept;

 private:
  ChildProcess() = default;
  pid_t pid_ = -1;
  bool reaped_ = false;
};

}  // namespace teamsctl::io
