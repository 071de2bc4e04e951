#include "core/stop_plan.hpp"

#include <catch2/catch.hpp>

using namespace teamsctl;
using namespace teamsctl::core;

TEST_CASE("every stop plan ends with a kill and waits a bounded time") {
  for (const StopPlan& plan : {orderly_stop({}), immediate_stop()}) {
    REQUIRE_FALSE(plan.empty());
    CHECK(plan.back().action == StopStep::Action::kill_session);
    std::chrono::milliseconds total{0};
    for (const StopStep& step : plan) total += step.wait;
    CHECK(total <= std::chrono::seconds(3));
  }
}

TEST_CASE("an orderly stop gives pwsh the time that the limits say") {
  Limits limits;
  limits.close = std::chrono::milliseconds(123);
  CHECK(orderly_stop(limits).front() ==
        StopStep{StopStep::Action::close_requests, std::chrono::milliseconds(123)});
}
