#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "teamsctl/limits.hpp"

namespace teamsctl::core {

/// How long to leave a service alone that throttles or is not available: what it asks for itself,
/// else a time that doubles up to a cap, with jitter, so that many clients do not come back at
/// once. Pure: chance comes in as a seed.
class Retry {
 public:
  static constexpr std::chrono::milliseconds first{1'000};
  static constexpr std::chrono::milliseconds cap{60'000};

  Retry(const Limits& limits, std::uint64_t seed)
      : retries_(limits.retries), limit_(limits.retry_limit), random_(seed) {}

  /// The wait before the command is sent again, counted from 1 by attempt(); nothing when it was
  /// sent often enough, or when the request would wait longer in all than it may.
  [[nodiscard]] std::optional<std::chrono::milliseconds> next(
      std::optional<std::chrono::milliseconds> retry_after);

  /// The command was taken: the next one begins to count anew. The time that was waited is not
  /// given back.
  void taken() { attempt_ = 0; }

  [[nodiscard]] int attempt() const { return attempt_; }

 private:
  /// From 0 to `most`.
  std::chrono::milliseconds chance(std::chrono::milliseconds most);

  int retries_;
  std::chrono::milliseconds limit_;
  std::uint64_t random_;
  int attempt_ = 0;
  std::chrono::milliseconds waited_{0};
};

}  // namespace teamsctl::core
