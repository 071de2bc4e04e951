#include "io/child_process.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>

#include "io/terminal.hpp"

namespace teamsctl::io {
namespace {

namespace process = boost::process;

// The record pipe is where a million rows go through; the console pipes may be flooded.
constexpr int large_pipe = 1 << 20;
constexpr int first_free_descriptor = 16;

Error missing(const std::string& tried, const std::string& why) {
  return {.code = ErrorCode::pwsh_missing,
          .message = "PowerShell cannot be started: " + tried + ": " + why + ".",
          .hint =
              "Install PowerShell 7.4 or newer (https://aka.ms/powershell), or name one with "
              "--pwsh PATH."};
}

bool is_executable_file(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 && S_ISREG(about.st_mode) &&
         ::access(path.c_str(), X_OK) == 0;
}

/// Runs in the new process between fork and exec: only async-signal-safe calls here.
struct ChildSetup : process::extend::handler {
  std::array<int, 8>
      sources{};  // what becomes descriptor 0 to 7; all of them are first_free_descriptor or above
  std::vector<char*> environment;
  pid_t parent = 0;

  template <class Executor>
  void on_setup(Executor& executor) const {
    executor.env = const_cast<char**>(environment.data());  // NOLINT: the executor only reads it
  }

  template <class Executor>
  void on_exec_setup(Executor&) const {
    ::setsid();
    ::ioctl(sources[0], TIOCSCTTY, 0);
    for (std::size_t i = 0; i < sources.size(); ++i) ::dup2(sources[i], static_cast<int>(i));
    // Whatever else this process had inherited or opened stays out, the pipe that reports a failed
    // exec after the exec.
    ::syscall(SYS_close_range, sources.size(), ~0u, CLOSE_RANGE_CLOEXEC);
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int number :
         {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGCHLD, SIGTSTP, SIGTTIN, SIGTTOU})
      ::signal(number, SIG_DFL);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    // Died between the fork and the line above: nobody would send it.
    if (::getppid() != parent) ::_exit(127);
  }
};

}  // namespace

std::optional<std::string> program_path(const std::string& name) {
  if (name.find('/') != std::string::npos) return name;
  const char* variable = std::getenv("PATH");
  std::string_view rest = variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin";
  while (!rest.empty()) {
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    std::string candidate(rest.substr(0, colon));
    rest.remove_prefix(std::min(colon + 1, rest.size()));
    if (candidate.empty() || name.empty()) continue;
    candidate += "/" + name;
    if (is_executable_file(candidate)) return candidate;
  }
  return std::nullopt;
}

std::variant<ChildProcess, Error> ChildProcess::start(const ChildOptions& options) {
  const std::optional<std::string> program = program_path(options.program);
  if (!program) return missing(options.program, "not found on PATH");
  struct stat about {};
  if (::stat(program->c_str(), &about) != 0) return missing(*program, std::strerror(errno));
  if (S_ISDIR(about.st_mode)) return missing(*program, "it is a directory");

  try {
    const LowDescriptors guard(first_free_descriptor);
    Terminal terminal = open_terminal();
    Pipe output = make_pipe(large_pipe);
    Pipe error = make_pipe(large_pipe);
    Pipe requests = make_pipe();
    Pipe records = make_pipe(large_pipe);
    const Descriptor loader = text_as_file("teamsctl-loader", options.loader);
    const Descriptor host = text_as_file("teamsctl-host", options.host_source);
    const Descriptor settings = text_as_file("teamsctl-settings", options.settings);

    ChildSetup setup;
    setup.sources = {terminal.slave.get(), output.write.get(),  error.write.get(),
                     requests.read.get(),  records.write.get(), loader.get(),
                     host.get(),           settings.get()};
    for (const std::string& entry : options.environment)
      setup.environment.push_back(const_cast<char*>(entry.c_str()));  // NOLINT
    setup.environment.push_back(nullptr);
    setup.parent = ::getpid();

    std::error_code failed;
    process::child child(process::exe = *program, process::args = options.arguments, setup, failed);
    if (failed) {
      // The new process has told why and has ended; it is not left as a zombie.
      if (child.id() > 0) ::waitpid(child.id(), nullptr, 0);
      child.detach();
      // No process was to be had; that says nothing about the program.
      if (failed.value() == EAGAIN || failed.value() == ENOMEM) throw std::system_error(failed);
      return missing(*program, failed.message());
    }
    ChildProcess started;
    started.pid_ = child.id();
    child.detach();
    started.exit = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, started.pid_, 0)));
    if (!started.exit) throw std::system_error(errno, std::generic_category(), "pidfd_open");
    started.requests = std::move(requests.write);
    started.records = std::move(records.read);
    started.output = std::move(output.read);
    started.error = std::move(error.read);
    started.terminal = std::move(terminal.master);
    return started;
  } catch (const std::system_error& problem) {
    return Error{.code = ErrorCode::child_lost,
                 .message = std::string("PowerShell cannot be started: ") + problem.what() + ".",
                 .hint = "Check the limits of this process (ulimit -a)."};
  }
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : requests(std::move(other.requests)),
      records(std::move(other.records)),
      output(std::move(other.output)),
      error(std::move(other.error)),
      terminal(std::move(other.terminal)),
      exit(std::move(other.exit)),
      pid_(std::exchange(other.pid_, -1)),
      reaped_(other.reaped_) {}

ChildProcess::~ChildProcess() {
  if (pid_ <= 0 || reaped_) return;
  kill_session();
  // After SIGKILL only the kernel can take time; nothing here may hang on it for ever.
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::optional<core::ChildEnd> ChildProcess::reap() {
  siginfo_t about{};
  if (pid_ <= 0 || reaped_ ||
      ::waitid(P_PID, static_cast<id_t>(pid_), &about, WEXITED | WNOHANG | WNOWAIT) != 0 ||
      about.si_pid != pid_)
    return std::nullopt;
  // What it had started and left behind goes too: while it is not reaped, its number still means
  // its session.
  kill_session();
  int status = 0;
  ::waitpid(pid_, &status, 0);
  reaped_ = true;
  core::ChildEnd end;
  if (WIFEXITED(status)) end.status = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) end.signal = WTERMSIG(status);
  return end;
}

void ChildProcess::kill_session() noexcept {
  if (pid_ <= 0 || reaped_) return;
  ::kill(pid_, SIGKILL);
  DIR* directory = ::opendir("/proc");
  if (directory == nullptr) return;
  while (const dirent* entry = ::readdir(directory)) {
    pid_t pid = 0;
    const char* end = entry->d_name + std::strlen(entry->d_name);
    if (std::from_chars(entry->d_name, end, pid).ptr != end || pid == pid_) continue;
    if (::getsid(pid) == pid_) ::kill(pid, SIGKILL);
  }
  ::closedir(directory);
}

}  // namespace teamsctl::io
