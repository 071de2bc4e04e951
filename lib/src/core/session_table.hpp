#pragma once

#include <optional>
#include <span>

#include "teamsctl/event.hpp"

namespace teamsctl::core {

/// What can move a session from one state to another.
enum class Trigger {
  host_ready,
  sign_in_started,
  module_imported,
  challenge_opened,
  challenge_closed,
  connect_done,
  verified,
  sign_in_failed,
  request_started,
  request_finished,
  sign_in_expired,
  close_requested,
  child_gone,
};

struct Transition {
  State from;
  Trigger trigger;
  State to;
};

/// Every transition there is. What is not in it does not happen.
[[nodiscard]] std::span<const Transition> transitions() noexcept;

/// Where `trigger` leads from `from`, or nothing when the table has no such row.
[[nodiscard]] std::optional<State> next_state(State from, Trigger trigger) noexcept;

}  // namespace teamsctl::core
