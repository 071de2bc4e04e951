#include "io/command.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/process/args.hpp>
#include <boost/process/child.hpp>
#include <boost/process/exe.hpp>
#include <boost/process/extend.hpp>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>
#include <vector>

namespace teamsctl::io {
namespace {

namespace process = boost::process;

constexpr int first_free_descriptor = 3;
constexpr unsigned major_of_pseudo_terminals = 136;
constexpr int grace_of_destructor = 200;  // ms

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

Descriptor open_terminal_named(const std::string& name) {
  return Descriptor(::open(name.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
}

/// Our terminal, unless there is none or we are in its background: what reads there is stopped by
/// the kernel.
Descriptor usable_terminal() {
  Descriptor terminal = open_terminal_named("/dev/tty");
  if (!terminal || ::tcgetpgrp(terminal.get()) != ::getpgrp()) return {};
  // By its own name where it has one: gpg passes that on to its agent, to which /dev/tty is another
  // terminal or none.
  unsigned device = 0;
  if (::ioctl(terminal.get(), TIOCGDEV, &device) != 0 ||
      gnu_dev_major(device) != major_of_pseudo_terminals)
    return terminal;
  Descriptor named = open_terminal_named("/dev/pts/" + std::to_string(gnu_dev_minor(device)));
  struct stat about {};
  return named && ::fstat(named.get(), &about) == 0 && about.st_rdev == device
             ? std::move(named)
             : std::move(terminal);
}

/// Runs in the new process between fork and exec: only async-signal-safe calls here.
struct CommandSetup : process::extend::handler {
  int input = -1;
  int output = -1;
  pid_t parent = 0;

  template <class Executor>
  void on_exec_setup(Executor&) const {
    ::dup2(input, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::syscall(SYS_close_range, first_free_descriptor, ~0u, CLOSE_RANGE_CLOEXEC);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int number :
         {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGCHLD, SIGTSTP, SIGTTIN, SIGTTOU})
      ::signal(number, SIG_DFL);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    // Died between the fork and the line above: nobody would send it.
    if (::getppid() != parent) ::_exit(127);
  }
};

pid_t start(const std::string& line, int input, int output) {
  CommandSetup setup;
  setup.input = input;
  setup.output = output;
  setup.parent = ::getpid();
  std::error_code failed;
  process::child child(process::exe = "/bin/sh",
                       process::args = std::vector<std::string>{"-c", line}, setup, failed);
  const pid_t pid = child.id();
  child.detach();
  if (!failed) return pid;
  // The new process has told why and has ended; it is not left as a zombie.
  if (pid > 0) ::waitpid(pid, nullptr, 0);
  throw std::system_error(failed, "/bin/sh");
}

}  // namespace

Command::Command(const std::string& line)
    : terminal_(usable_terminal()),
      pid_([&] {
        const LowDescriptors guard(first_free_descriptor);
        const Descriptor nothing(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        const Descriptor own_terminal(
            terminal_ ? ::fcntl(terminal_.get(), F_DUPFD_CLOEXEC, first_free_descriptor) : -1);
        if (!nothing) fail("/dev/null");
        if (termios mode{}; own_terminal && ::tcgetattr(own_terminal.get(), &mode) == 0)
          terminal_before_ = mode;
        Pipe pipe = make_pipe();
        if (::fcntl(pipe.read.get(), F_SETFL, O_NONBLOCK) != 0) fail("pipe");
        output_ = std::move(pipe.read);
        return start(line, own_terminal ? own_terminal.get() : nothing.get(), pipe.write.get());
      }()),
      exit_(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0))),
      family_(pid_) {
  if (exit_) return;
  const int error = errno;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  throw std::system_error(error, std::generic_category(), "pidfd_open");
}

Command::~Command() {
  if (reaped_) return;
  terminate();
  pollfd ended{.fd = exit_.get(), .events = POLLIN, .revents = 0};
  (void)::poll(&ended, 1, grace_of_destructor);
  kill();
  // After SIGKILL only the kernel can take time.
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::optional<int> Command::reap() {
  int status = 0;
  pid_t ended = 0;
  while (!reaped_ && (ended = ::waitpid(pid_, &status, WNOHANG)) < 0 && errno == EINTR) {
  }
  if (reaped_ || ended == 0) return std::nullopt;
  reaped_ = true;
  if (ended < 0) return std::nullopt;
  return status;
}

void Command::terminate() { family_.terminate(); }

void Command::kill() {
  family_.kill();
  restore_terminal();
}

void Command::restore_terminal() noexcept {
  if (terminal_before_ && ::tcgetpgrp(terminal_.get()) == ::getpgrp())
    ::tcsetattr(terminal_.get(), TCSANOW, &*terminal_before_);
}

}  // namespace teamsctl::io
