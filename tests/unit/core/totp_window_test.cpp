#include "core/totp_window.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <string>

// R17 and R18: a code is good once, and one with less than 3 s left may be refused when it arrives;
// both would cost an attempt.

using namespace std::chrono_literals;
using teamsctl::core::TotpWindow;

namespace {

std::chrono::system_clock::time_point at(std::chrono::milliseconds since_epoch) {
  return std::chrono::system_clock::time_point(since_epoch);
}

std::string decided(TotpWindow& window, std::chrono::milliseconds now) {
  const auto decision = window.decide(at(now));
  if (const auto* send = std::get_if<TotpWindow::Send>(&decision))
    return "send " + std::to_string(send->step);
  if (const auto* wait = std::get_if<TotpWindow::Wait>(&decision))
    return "wait " + std::to_string(wait->time.count());
  return "give up";
}

}  // namespace

TEST_CASE("R18 the step of now is sent while it has 3 s left") {
  for (const auto& [now, decision] :
       {std::pair{0ms, "send 0"}, std::pair{26999ms, "send 0"}, std::pair{27000ms, "send 0"},
        std::pair{27001ms, "wait 1000"}, std::pair{29500ms, "wait 500"},
        std::pair{29999ms, "wait 1"}, std::pair{30000ms, "send 1"},
        std::pair{59000ms, "wait 1000"}}) {
    TotpWindow window(30s);
    CHECK(decided(window, now) == decision);
  }
}

TEST_CASE("R18 the period is that of the secret") {
  for (const std::chrono::seconds period : {15s, 30s, 60s, 120s}) {
    TotpWindow window(period);
    CHECK(decided(window, 10 * period) == "send 10");
    TotpWindow late(period);
    CHECK(decided(late, 11 * period - 2s) == "wait 1000");
    CHECK(decided(late, 11 * period) == "send 11");
  }
}

TEST_CASE("R17 a step is sent once, and the next one is at most 31 s away") {
  TotpWindow window(30s);
  CHECK(decided(window, 30000ms) == "send 1");
  window.begin();
  std::chrono::milliseconds now = 30000ms;
  std::string decision;
  while ((decision = decided(window, now)) == "wait 1000") now += 1000ms;
  CHECK(decision == "send 2");
  CHECK(now == 60000ms);
}

TEST_CASE("R17 a clock that is set back does not bring a step again, nor a long wait") {
  TotpWindow window(30s);
  CHECK(decided(window, 3600s) == "send 120");
  CHECK(decided(window, 3630s) == "send 121");
  window.begin();
  // An hour back: a step that was never sent. Forward again: one that was.
  CHECK(decided(window, 5s) == "send 0");
  CHECK(decided(window, 3605s) == "wait 1000");
}

TEST_CASE("R18 a clock that jumps forward ends the wait") {
  TotpWindow window(30s);
  CHECK(decided(window, 30s) == "send 1");
  CHECK(decided(window, 31s) == "wait 1000");
  CHECK(decided(window, 24h) == "send 2880");
}

TEST_CASE("R18 a clock that stands still is given up, each time after two periods") {
  TotpWindow window(30s);
  CHECK(decided(window, 30s) == "send 1");
  for (int time = 0; time < 2; ++time) {
    window.begin();
    int waits = 0;
    while (decided(window, 30s) == "wait 1000") ++waits;
    CHECK(decided(window, 30s) == "give up");
    CHECK(waits == 61);
  }
}

TEST_CASE("times before 1970 have steps too") {
  TotpWindow window(30s);
  CHECK(decided(window, -10000ms) == "send -1");
  CHECK(decided(window, -30000ms) == "wait 1000");
  CHECK(decided(window, -31000ms) == "wait 1000");
  CHECK(decided(window, -35000ms) == "send -2");
}
