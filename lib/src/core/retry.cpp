#include "core/retry.hpp"

#include <algorithm>

namespace teamsctl::core {

std::chrono::milliseconds Retry::chance(std::chrono::milliseconds most) {
  // SplitMix64 (Steele, Lea, Flood 2014): enough to spread clients, and the same everywhere for the
  // same seed.
  random_ += 0x9E3779B97F4A7C15U;
  std::uint64_t mixed = random_;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
  mixed ^= mixed >> 31;
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(mixed % static_cast<std::uint64_t>(most.count() + 1)));
}

std::optional<std::chrono::milliseconds> Retry::next(
    std::optional<std::chrono::milliseconds> retry_after) {
  if (attempt_ >= retries_) return std::nullopt;
  std::chrono::milliseconds wait{0};
  if (retry_after) {
    // Never earlier than the service said, and not all at the same moment.
    wait = *retry_after + chance(std::max(*retry_after / 10, std::chrono::milliseconds(100)));
  } else {
    const std::chrono::milliseconds whole = std::min(cap, first * (1 << std::min(attempt_, 6)));
    wait = whole / 2 + chance(whole / 2);
  }
  if (limit_.count() != 0 && waited_ + wait > limit_) return std::nullopt;
  ++attempt_;
  waited_ += wait;
  return wait;
}

}  // namespace teamsctl::core
