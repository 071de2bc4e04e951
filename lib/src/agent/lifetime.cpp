#include "agent/lifetime.hpp"

#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>
#include <utility>

namespace teamsctl::agent {

BootTime boot_now() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::seconds(now.tv_sec) +
         std::chrono::duration_cast<BootTime>(std::chrono::nanoseconds(now.tv_nsec));
}

BootTimer::BootTimer(Loop& loop, std::function<void()> due)
    : timer_(::timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK)) {
  if (!timer_) throw std::system_error(errno, std::generic_category(), "timerfd_create");
  readable_ = loop.watch_readable(timer_.get(), [this, due = std::move(due)] {
    std::uint64_t times = 0;
    if (::read(timer_.get(), &times, sizeof times) != static_cast<ssize_t>(sizeof times)) return;
    at_.reset();
    due();
  });
}

void BootTimer::set(std::optional<BootTime> at) {
  if (at == at_) return;
  at_ = at;
  itimerspec when{};
  if (at) {
    // A time of zero would switch it off.
    const BootTime time = std::max(*at, BootTime(1));
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
    when.it_value.tv_sec = seconds.count();
    when.it_value.tv_nsec = std::chrono::nanoseconds(time - seconds).count();
  }
  ::timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME, &when, nullptr);
}

}  // namespace teamsctl::agent
