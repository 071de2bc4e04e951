#include "text/nearest.hpp"

#include <catch2/catch.hpp>

using teamsctl::cli::nearest;

TEST_CASE("the nearest name is found, a far one is not") {
  CHECK(nearest("get-tennant", {"get-phone-numbers", "get-tenant"}) == "get-tenant");
  CHECK(nearest("mfa_tiemout", {"timeout", "mfa_timeout"}) == "mfa_timeout");
  CHECK(nearest("x", {"abc"}).empty());
  CHECK(nearest("", {"abc"}).empty());
  CHECK(nearest("same", {"same"}) == "same");
}
