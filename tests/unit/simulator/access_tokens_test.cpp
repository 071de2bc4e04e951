#include "scenario/access_tokens.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace teamsctl::simulator;

namespace {

// {"exp":1000}, {"exp":6399}, {"exp":6400}, {"aud":"graph"}
const std::string at_1000 = "e30.eyJleHAiOjEwMDB9.c2ln";
const std::string at_6399 = "e30.eyJleHAiOjYzOTl9.c2ln";
const std::string at_6400 = "e30.eyJleHAiOjY0MDB9.c2ln";
const std::string without_expiry = "e30.eyJhdWQiOiJncmFwaCJ9.c2ln";

}  // namespace

TEST_CASE("two tokens whose lives are nearly equal are taken") {
  CHECK(judge_tokens({at_1000, at_6399}, 999) == TokensVerdict::accepted);
  CHECK(judge_tokens({at_1000, at_6400}, 999) == TokensVerdict::unequal);
  CHECK(judge_tokens({at_6400, at_1000}, 999) == TokensVerdict::unequal);
}

TEST_CASE("a token is not taken at the time of its expiry") {
  CHECK(judge_tokens({at_1000, at_1000}, 1000) == TokensVerdict::expired);
  CHECK(judge_tokens({at_6400, at_1000}, 1000) == TokensVerdict::expired);
}

TEST_CASE("what is not two tokens cannot be read") {
  CHECK(judge_tokens({at_1000}, 0) == TokensVerdict::unreadable);
  CHECK(judge_tokens({at_1000, at_1000, at_1000}, 0) == TokensVerdict::unreadable);
  for (const auto& bad : {std::string(), std::string("graph"), std::string("a.b"),
                          std::string("e30.%.x"), std::string("e30.e30"), without_expiry})
    CHECK(judge_tokens({at_1000, bad}, 0) == TokensVerdict::unreadable);
}
