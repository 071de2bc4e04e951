#pragma once

#include <chrono>
#include <vector>

#include "teamsctl/limits.hpp"

namespace teamsctl::core {

/// One step of ending pwsh: what is done, and how long its end is waited for before the next step.
struct StopStep {
  enum class Action {
    close_requests,  ///< the end of descriptor 3 asks the host to exit
    kill_session,    ///< SIGKILL to every process in the session that pwsh leads
  };
  Action action;
  std::chrono::milliseconds wait;

  bool operator==(const StopStep&) const = default;
};

using StopPlan = std::vector<StopStep>;

/// Ends a pwsh that still behaves: it gets `limits.close` to go by itself.
[[nodiscard]] StopPlan orderly_stop(const Limits& limits);

/// Ends a pwsh that is not to be waited for.
[[nodiscard]] StopPlan immediate_stop();

}  // namespace teamsctl::core
