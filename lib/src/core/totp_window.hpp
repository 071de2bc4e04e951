#pragma once

#include <chrono>
#include <cstdint>
#include <variant>
#include <vector>

namespace teamsctl::core {

/// Decides when the code of which time step (RFC 6238) is sent: each step once, and none that is
/// about to end.
class TotpWindow {
 public:
  explicit TotpWindow(std::chrono::seconds period) : period_(period) {}

  struct Send {
    std::int64_t step;
  };
  struct Wait {
    std::chrono::milliseconds
        time;  ///< then ask again: at most a second, since the wall clock may be set meanwhile
  };
  /// Two periods of waiting have brought no new step: the clock stands still, or is set back again
  /// and again.
  struct GiveUp {};
  using Decision = std::variant<Send, Wait, GiveUp>;

  /// A code is wanted now. What comes out of decide() as Send counts as sent.
  void begin() noexcept { waited_ = std::chrono::milliseconds(0); }
  [[nodiscard]] Decision decide(std::chrono::system_clock::time_point now);

 private:
  [[nodiscard]] bool was_sent(std::int64_t step) const;

  std::chrono::milliseconds period_;
  std::chrono::milliseconds waited_{0};
  std::vector<std::int64_t> sent_;  // not only the last one: the clock may be set back
};

}  // namespace teamsctl::core
