#include "session/signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

namespace teamsctl::cli {
namespace {

sigset_t watched() {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGTSTP}) {
    // What the parent wants ignored stays ignored: nohup, background jobs of a plain shell.
    struct sigaction now {};
    if (::sigaction(number, nullptr, &now) == 0 && now.sa_handler == SIG_IGN) continue;
    ::sigaddset(&set, number);
  }
  return set;
}

}  // namespace

Signals::Signals(Loop& loop, std::function<void(int)> on_signal) {
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  // H4: the command of a secret that reads the terminal in the background stops its whole process
  // group, and we are in it.
  ::signal(SIGTTIN, SIG_IGN);
  const sigset_t set = watched();
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  descriptor_ = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "signalfd");
  readable_ = loop.watch_readable(descriptor_, [this, on_signal = std::move(on_signal)] {
    signalfd_siginfo about{};
    while (::read(descriptor_, &about, sizeof about) == static_cast<ssize_t>(sizeof about))
      on_signal(static_cast<int>(about.ssi_signo));
  });
}

Signals::~Signals() {
  readable_.reset();
  ::close(descriptor_);
}

}  // namespace teamsctl::cli
