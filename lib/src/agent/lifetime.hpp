#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>

#include "io/descriptor.hpp"
#include "teamsctl/loop.hpp"

namespace teamsctl::agent {

/// Time since the machine started, times of sleep included; no clock that is set changes it.
using BootTime = std::chrono::milliseconds;

[[nodiscard]] BootTime boot_now();

/// R28: how long something that is signed in may stay so.
struct Lifetime {
  BootTime since{0};
  BootTime used{0};
  std::chrono::milliseconds idle{0};   ///< 0: no limit
  std::chrono::milliseconds whole{0};  ///< 0: no limit

  /// When it ends if nobody uses it; nothing for never.
  [[nodiscard]] std::optional<BootTime> end() const {
    std::optional<BootTime> at;
    if (idle.count() != 0) at = used + idle;
    if (whole.count() != 0) at = std::min(at.value_or(since + whole), since + whole);
    return at;
  }
  [[nodiscard]] bool over(BootTime now) const {
    const std::optional<BootTime> at = end();
    return at && *at <= now;
  }
};

/// Calls at a time of that clock.
class BootTimer {
 public:
  /// Throws std::system_error where there is no descriptor left.
  BootTimer(Loop& loop, std::function<void()> due);

  /// Nothing for never.
  void set(std::optional<BootTime> at);

 private:
  io::Descriptor timer_;
  std::optional<BootTime> at_;
  Loop::Handle readable_;
};

}  // namespace teamsctl::agent
