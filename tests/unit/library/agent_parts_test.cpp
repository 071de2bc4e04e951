#include <catch2/catch.hpp>
#include <string>

#include "agent/lifetime.hpp"
#include "agent/passphrase_lock.hpp"
#include "agent/turns.hpp"

using namespace teamsctl;
using namespace teamsctl::agent;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("R30 those who wait take turns, and each keeps its order") {
  Turns<std::string> turns;
  for (const char* entry : {"a1", "a2", "a3"}) turns.add(1, entry);
  turns.add(2, "b1");
  turns.add(3, "c1");
  turns.add(2, "b2");
  std::string order;
  while (const auto next = turns.next()) order += next->second + " ";
  CHECK(order == "a1 b1 c1 a2 b2 a3 ");
}

TEST_CASE("what a client wants no more is taken out, of that client only") {
  Turns<int> turns;
  for (int i = 0; i < 4; ++i) turns.add(1, i);
  turns.add(2, 1);
  CHECK(turns.take(1, [](int entry) { return entry % 2 == 1; }) == std::vector<int>{1, 3});
  CHECK(turns.count(1) == 2);
  CHECK(turns.others_than(1));
  CHECK(turns.take(2, [](int) { return true; }).size() == 1);
  CHECK_FALSE(turns.others_than(1));
  CHECK(turns.take(3, [](int) { return true; }).empty());
  CHECK(turns.next()->second == 0);
  CHECK(turns.next()->second == 2);
  CHECK(turns.empty());
}

TEST_CASE("R28 a session ends when it is not used, and after its life in any case") {
  Lifetime life{
      .since = seconds(1000), .used = seconds(1000), .idle = seconds(900), .whole = hours(8)};
  CHECK(*life.end() == seconds(1900));
  CHECK_FALSE(life.over(seconds(1899)));
  CHECK(life.over(seconds(1900)));
  life.used = seconds(1000) + hours(8) - seconds(1);
  CHECK(*life.end() == seconds(1000) + hours(8));
  // A machine that slept over the time finds it over when it wakes: the clock has gone on.
  CHECK(life.over(seconds(1000) + hours(17)));
  life.idle = milliseconds(0);
  CHECK(*life.end() == seconds(1000) + hours(8));
  life.whole = milliseconds(0);
  CHECK_FALSE(life.end());
  CHECK_FALSE(life.over(hours(1'000'000)));
}

TEST_CASE(
    "R28 a timer of the clock that counts sleep comes when it is due, and not when it is taken "
    "back") {
  Loop loop;
  int times = 0;
  BootTimer timer(loop, [&] { ++times; });
  timer.set(boot_now() + milliseconds(20));
  CHECK(loop.run_one(seconds(10)));
  CHECK(times == 1);
  timer.set(boot_now() - hours(1));  // long past
  CHECK(loop.run_one(seconds(10)));
  CHECK(times == 2);
  timer.set(boot_now() + milliseconds(20));
  timer.set(std::nullopt);
  CHECK_FALSE(loop.run_one(milliseconds(60)));
  CHECK(times == 2);
}

TEST_CASE("R29 a lock opens to its passphrase only, and each wrong one makes the next slower") {
  PassphraseLock lock;
  CHECK_FALSE(lock.closed());
  CHECK_FALSE(lock.close(Secret("")));
  REQUIRE(lock.close(Secret("open sesame")));
  CHECK(lock.closed());
  CHECK_FALSE(lock.close(Secret("another")));
  CHECK(lock.delay() == milliseconds(0));
  for (int i = 1; i <= 3; ++i) {
    CHECK_FALSE(lock.open(Secret("open sesam")));
    CHECK(lock.delay() == milliseconds(100 * i));
  }
  CHECK_FALSE(lock.open(Secret("")));
  CHECK(lock.closed());
  CHECK(lock.open(Secret("open sesame")));
  CHECK_FALSE(lock.closed());
  CHECK(lock.delay() == milliseconds(0));
  REQUIRE(lock.close(Secret("another")));
  CHECK_FALSE(lock.open(Secret("open sesame")));
}
