#include "play/signal_death.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

namespace teamsctl::simulator {

void die_of(int signal) {
  const rlimit none{};
  ::setrlimit(RLIMIT_CORE, &none);
  std::signal(signal, SIG_DFL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  sigprocmask(SIG_UNBLOCK, &only, nullptr);
  ::kill(::getpid(), signal);
  // Real-time signals and all others that a scenario may name end a process; should one not, this
  // does.
  ::kill(::getpid(), SIGKILL);
  ::_exit(128 + signal);
}

}  // namespace teamsctl::simulator
