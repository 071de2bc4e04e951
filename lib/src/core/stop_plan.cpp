#include "core/stop_plan.hpp"

namespace teamsctl::core {

// What SIGKILL leaves is only the kernel's own work; a second is plenty, and nothing could be done
// after it anyway.
static constexpr std::chrono::milliseconds after_kill{1'000};

StopPlan orderly_stop(const Limits& limits) {
  return {{StopStep::Action::close_requests, limits.close},
          {StopStep::Action::kill_session, after_kill}};
}

StopPlan immediate_stop() { return {{StopStep::Action::kill_session, after_kill}}; }

}  // namespace teamsctl::core
