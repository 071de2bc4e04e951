#include "core/session_table.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <utility>

using namespace teamsctl;
using namespace teamsctl::core;

TEST_CASE("no state has two ways on for one trigger") {
  std::set<std::pair<State, Trigger>> seen;
  for (const Transition& row : transitions()) CHECK(seen.emplace(row.from, row.trigger).second);
}

TEST_CASE("every state but closed can lose its child and can be left") {
  for (int i = 0; i < static_cast<int>(State::closed); ++i) {
    const auto state = static_cast<State>(i);
    CAPTURE(name_of(state));
    CHECK(next_state(state, Trigger::child_gone) == State::closed);
    if (state != State::closing)
      CHECK(next_state(state, Trigger::close_requested) == State::closing);
  }
  for (const Transition& row : transitions()) CHECK(row.from != State::closed);
}

TEST_CASE("a sign-in is connected only through verifying") {
  for (const Transition& row : transitions())
    if (row.to == State::connected)
      CHECK((row.from == State::verifying || row.from == State::executing));
  CHECK_FALSE(next_state(State::signing_in, Trigger::verified));
  CHECK_FALSE(next_state(State::ready, Trigger::request_started));
}
