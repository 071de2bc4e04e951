#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tenant/change_log.hpp"
#include "tenant/number_overlay.hpp"

namespace teamsctl::simulator {

/// What the changes of this and of other sessions made of the tenant: what is there, and what shows
/// of it already.
class TenantState {
 public:
  /// Without a path changes live as long as this.
  TenantState(std::uint64_t numbers, std::string path, std::chrono::milliseconds visible_after);

  [[nodiscard]] std::uint64_t numbers() const noexcept { return numbers_; }

  /// Takes what other sessions changed, and lets show what is old enough. `now` is in milliseconds
  /// since 1970.
  void refresh(std::int64_t now);

  [[nodiscard]] const NumberOverlay& there() const noexcept { return there_; }
  [[nodiscard]] const NumberOverlay& shown() const noexcept { return shown_; }

  void add(const std::vector<Change>& changes);

 private:
  struct Waiting {
    std::uint64_t turn;
    Change change;
  };

  void take(const Change& change);

  std::uint64_t numbers_;
  std::optional<ChangeLog> log_;
  std::int64_t visible_after_;
  NumberOverlay there_;
  NumberOverlay shown_;
  std::deque<Waiting> waiting_;
  std::uint64_t turns_ = 0;
  std::map<std::uint64_t, std::uint64_t> shown_turn_;  ///< by number
};

/// The time now, in milliseconds since 1970.
[[nodiscard]] std::int64_t milliseconds_now();

}  // namespace teamsctl::simulator
