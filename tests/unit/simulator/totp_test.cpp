#include "play/totp.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace teamsctl::simulator;

TEST_CASE("the codes of RFC 6238, appendix B, cut to six digits") {
  const char* secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";  // "12345678901234567890"
  CHECK(totp(secret, 59) == "287082");
  CHECK(totp(secret, 1111111109) == "081804");
  CHECK(totp(secret, 1111111111) == "050471");
  CHECK(totp(secret, 1234567890) == "005924");
  CHECK(totp(secret, 2000000000) == "279037");
  CHECK(totp(secret, 20000000000) == "353130");
}

TEST_CASE("the codes of the steps beside it are taken, others are not") {
  const char* secret = "JBSWY3DPEHPK3PXP";
  const std::time_t now = 1111111111;
  CHECK(totp_accepts(secret, now, totp(secret, now)));
  CHECK(totp_accepts(secret, now, totp(secret, now - 30)));
  CHECK(totp_accepts(secret, now, totp(secret, now + 30)));
  CHECK_FALSE(totp_accepts(secret, now, totp(secret, now - 60)));
  CHECK_FALSE(totp_accepts(secret, now, totp(secret, now + 60)));
  CHECK_FALSE(totp_accepts(secret, now, ""));
}

TEST_CASE("a secret that is not base32 is refused") {
  CHECK_THROWS_AS(totp("not base32!", 0), std::invalid_argument);
}
