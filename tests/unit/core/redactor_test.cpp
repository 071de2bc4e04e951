#include "teamsctl/redactor.hpp"

#include <catch2/catch.hpp>
#include <string>

using teamsctl::Redactor;
using teamsctl::Secret;

TEST_CASE("known secrets are replaced wherever they stand") {
  Redactor redactor;
  redactor.add(Secret("Passw0rd!"));
  redactor.add(Secret("123456"));
  CHECK(redactor.redact("Passw0rd! and 123456123456") == "[redacted] and [redacted][redacted]");
  CHECK(redactor.redact("Password for user") == "Password for user");
  CHECK(redactor.redact("") == "");
}

TEST_CASE("R23 the redrawn line of Read-Host gives no part of a secret away") {
  Redactor redactor;
  redactor.add(Secret("123456"));
  const std::string clean = redactor.redact_console("Code: 112123123412345123456\n");
  CHECK(clean.find("1234") == std::string::npos);
}

TEST_CASE("a secret that is too short to be told from ordinary text is left alone") {
  Redactor redactor;
  redactor.add(Secret("12"));
  CHECK(redactor.redact("2012") == "2012");
}
