#include "core/totp_window.hpp"

#include <algorithm>

namespace teamsctl::core {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds least_left{3000};
constexpr milliseconds longest_wait{1000};
// No clock is set back so often that an older step would come again.
constexpr std::size_t most_remembered = 64;

std::int64_t floor_divided(std::int64_t number, std::int64_t by) {
  return number / by - (number % by < 0 ? 1 : 0);
}

}  // namespace

TotpWindow::Decision TotpWindow::decide(std::chrono::system_clock::time_point now) {
  const auto since_epoch = std::chrono::floor<milliseconds>(now.time_since_epoch());
  const std::int64_t step = floor_divided(since_epoch.count(), period_.count());
  const milliseconds left = (step + 1) * period_ - since_epoch;
  if (left >= least_left && !was_sent(step)) {
    if (sent_.size() == most_remembered) sent_.erase(sent_.begin());
    sent_.push_back(step);
    return Send{step};
  }
  if (waited_ > 2 * period_) return GiveUp{};
  const milliseconds wait = std::min(left, longest_wait);
  waited_ += wait;
  return Wait{wait};
}

bool TotpWindow::was_sent(std::int64_t step) const {
  return std::find(sent_.begin(), sent_.end(), step) != sent_.end();
}

}  // namespace teamsctl::core
