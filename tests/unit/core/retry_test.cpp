#include "core/retry.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace teamsctl;
using namespace teamsctl::core;
using namespace std::chrono_literals;

TEST_CASE("R36 the wait doubles up to a cap, with jitter") {
  Limits limits;
  limits.retries = 12;
  limits.retry_limit = 0ms;
  Retry retry(limits, 1);
  auto whole = Retry::first;
  for (int i = 0; i < 12; ++i) {
    const auto wait = retry.next(std::nullopt);
    REQUIRE(wait);
    CHECK(*wait >= whole / 2);
    CHECK(*wait <= whole);
    whole = std::min(whole * 2, Retry::cap);
  }
  CHECK_FALSE(retry.next(std::nullopt));
}

TEST_CASE("R36 what the service asks for is never undercut") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Retry retry(Limits{}, seed);
    const auto wait = retry.next(7s);
    REQUIRE(wait);
    CHECK(*wait >= 7s);
    CHECK(*wait <= 7700ms);
  }
}

TEST_CASE("R36 many clients do not come back at once") {
  std::set<std::int64_t> waits;
  for (std::uint64_t seed = 0; seed < 100; ++seed)
    waits.insert(Retry(Limits{}, seed).next(std::nullopt)->count());
  CHECK(waits.size() > 50);
}

TEST_CASE(
    "R36 no request waits longer in all than it may, and a command that was taken counts anew") {
  Limits limits;
  limits.retries = 1;
  limits.retry_limit = 10s;
  Retry retry(limits, 3);
  REQUIRE(retry.next(6s));
  CHECK_FALSE(retry.next(1s));  // one retry a command
  retry.taken();
  CHECK_FALSE(retry.next(6s));  // 12 s in all
  CHECK(retry.next(2s));
  limits.retries = 0;
  CHECK_FALSE(Retry(limits, 1).next(1s));
}
