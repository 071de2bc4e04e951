#include <catch2/catch.hpp>

#include "fetched.hpp"

using namespace teamsctl;
using teamsctl::test::fetched;

TEST_CASE("a given secret is given once") {
  const auto source = given_secret("--mfa-code", Secret("123456"));
  CHECK(source->name() == "--mfa-code");
  CHECK(source->available());
  CHECK(fetched(*source).value == "123456");
  CHECK_FALSE(source->available());
  const auto again = fetched(*source);
  CHECK(again.code() == ErrorCode::input_needed);
  CHECK(again.message() == "--mfa-code has been used already.");
}

TEST_CASE("a given secret that was abandoned before it was given is still there") {
  const auto source = given_secret("--mfa-code", Secret("123456"));
  Loop loop;
  test::Fetch first(loop, *source);
  source->abandon();
  CHECK_FALSE(first.done());
  CHECK(test::Fetch(loop, *source).wait().value == "123456");
}

TEST_CASE("a source that is known to fail says why when it is asked, once") {
  const auto source = failed_secret("--password-env", "the variable TENANT_PASSWORD is not set");
  CHECK(source->name() == "--password-env");
  CHECK(source->available());
  const auto result = fetched(*source);
  CHECK(result.code() == ErrorCode::input_needed);
  CHECK(result.message() == "--password-env: the variable TENANT_PASSWORD is not set.");
  CHECK_FALSE(source->available());
}
