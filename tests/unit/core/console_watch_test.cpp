#include "core/console_watch.hpp"

#include <catch2/catch.hpp>

using namespace teamsctl;
using namespace teamsctl::core;
using namespace std::chrono_literals;

TEST_CASE("the tail is the end of what the console showed, plain and without secrets") {
  ConsoleWatch watch(PromptRules::built_in(), 32);
  Redactor redactor;
  redactor.add(Secret("123456"));
  std::vector<Detection> found;
  watch.feed(ConsoleStream::output, std::string(1000, 'x'), {}, found);
  watch.feed(ConsoleStream::error, "\x1b[31mcode 123456 bad\x1b[0m\n", {}, found);
  const std::string tail = watch.tail(redactor);
  CHECK(tail.size() <= 32);
  CHECK(tail.ends_with("code [redacted] bad\n"));
}

TEST_CASE("streams are watched apart: one does not tear the question of another") {
  ConsoleWatch watch(PromptRules::built_in(), 4096);
  watch.arm();
  std::vector<Detection> found;
  const std::chrono::steady_clock::time_point now{};
  watch.feed(ConsoleStream::output, "Enter the verifi", now, found);
  watch.feed(ConsoleStream::error, "noise\n", now, found);
  watch.feed(ConsoleStream::output, "cation code: ", now, found);
  REQUIRE(watch.deadline());
  watch.tick(now + 10s, found);
  REQUIRE(found.size() == 1);
  CHECK(found[0].kind == ChallengeKind::mfa_code);
}

TEST_CASE("R7 while disarmed nothing is a question") {
  ConsoleWatch watch(PromptRules::built_in(), 4096);
  std::vector<Detection> found;
  watch.feed(ConsoleStream::output, "Enter the verification code: ", {}, found);
  watch.tick(std::chrono::steady_clock::time_point{} + 1h, found);
  CHECK(found.empty());
  CHECK_FALSE(watch.deadline());
}
