#include "io/wake_up.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>

namespace teamsctl::io {

WakeUp::WakeUp() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!event_) throw std::system_error(errno, std::generic_category(), "eventfd");
}

void WakeUp::signal() const noexcept {
  const int before = errno;
  const std::uint64_t one = 1;
  // It fails only when the counter is full, and then it can be read already.
  [[maybe_unused]] const ssize_t written = ::write(event_.get(), &one, sizeof(one));
  errno = before;
}

void WakeUp::clear() const noexcept {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t taken = ::read(event_.get(), &count, sizeof(count));
}

}  // namespace teamsctl::io
