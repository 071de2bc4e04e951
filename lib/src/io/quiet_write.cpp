#include "io/quiet_write.hpp"

#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <ctime>

namespace teamsctl::io {

ssize_t quiet_write(int descriptor, std::string_view bytes) noexcept {
  sigset_t pipe;
  sigset_t before;
  ::sigemptyset(&pipe);
  ::sigaddset(&pipe, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &pipe, &before);
  ssize_t written = 0;
  do written = ::write(descriptor, bytes.data(), bytes.size());
  while (written < 0 && errno == EINTR);
  const int error = errno;
  // The signal goes to the thread that writes, where it now waits; one that the program itself has
  // blocked is its own affair.
  if (written < 0 && error == EPIPE && ::sigismember(&before, SIGPIPE) == 0) {
    constexpr timespec at_once{};
    while (::sigtimedwait(&pipe, nullptr, &at_once) < 0 && errno == EINTR) {
    }
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return written;
}

}  // namespace teamsctl::io
