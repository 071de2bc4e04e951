#include "auth/totp_seed.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "auth/base32.hpp"

// R18 and H17: the vectors of RFC 6238, appendix B, and what is no secret.

using teamsctl::Secret;
using teamsctl::auth::base32_decoded;
using teamsctl::auth::parse_totp_seed;
using teamsctl::auth::totp_code;
using teamsctl::auth::TotpHash;
using teamsctl::auth::TotpSeed;

namespace {

// The keys of RFC 6238: "12345678901234567890" and so on, for as long as the hash is.
const std::string base32_of_20 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const std::string base32_of_32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA";
const std::string base32_of_64 =
    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQO"
    "JQGEZDGNA";

std::string decoded(std::string_view text) {
  const auto bytes = base32_decoded(text);
  return bytes ? std::string(bytes->reveal()) : "none";
}

TotpSeed seed(const std::string& text) {
  auto parsed = parse_totp_seed(Secret(text));
  INFO((std::holds_alternative<std::string>(parsed) ? std::get<std::string>(parsed) : ""));
  REQUIRE(std::holds_alternative<TotpSeed>(parsed));
  return std::move(std::get<TotpSeed>(parsed));
}

std::string problem(const std::string& text) {
  const auto parsed = parse_totp_seed(Secret(text));
  return std::holds_alternative<std::string>(parsed) ? std::get<std::string>(parsed) : "no problem";
}

std::string code(const TotpSeed& from, std::int64_t time, int digits) {
  return std::string(totp_code(from, time / from.period.count(), digits).reveal());
}

}  // namespace

TEST_CASE("R18 the vectors of RFC 6238") {
  struct Vector {
    std::int64_t time;
    const char* sha1;
    const char* sha256;
    const char* sha512;
  };
  const std::vector<Vector> vectors = {
      {59, "94287082", "46119246", "90693936"},
      {1111111109, "07081804", "68084774", "25091201"},
      {1111111111, "14050471", "67062674", "99943326"},
      {1234567890, "89005924", "91819424", "93441116"},
      {2000000000, "69279037", "90698825", "38618901"},
      {20000000000, "65353130", "77737706", "47863826"},
  };
  const TotpSeed sha1 = seed("otpauth://totp/RFC:a?digits=8&algorithm=SHA1&secret=" + base32_of_20);
  const TotpSeed sha256 =
      seed("otpauth://totp/RFC:a?digits=8&algorithm=SHA256&secret=" + base32_of_32);
  const TotpSeed sha512 =
      seed("otpauth://totp/RFC:a?digits=8&algorithm=SHA512&secret=" + base32_of_64);
  for (const Vector& vector : vectors) {
    CHECK(code(sha1, vector.time, 8) == vector.sha1);
    CHECK(code(sha256, vector.time, 8) == vector.sha256);
    CHECK(code(sha512, vector.time, 8) == vector.sha512);
    // Fewer digits are the last ones of more.
    CHECK(code(sha1, vector.time, 7) == std::string(vector.sha1).substr(1));
    CHECK(code(sha1, vector.time, 6) == std::string(vector.sha1).substr(2));
  }
}

TEST_CASE("R18 a period of 15 to 120 s counts other steps") {
  // Step 1 of RFC 6238's key is 94287082, whatever its length.
  for (const int period : {15, 30, 60, 120}) {
    const TotpSeed with =
        seed("otpauth://totp/a?period=" + std::to_string(period) + "&secret=" + base32_of_20);
    CHECK(with.period.count() == period);
    CHECK(code(with, period, 8) == "94287082");
    CHECK(code(with, 2 * period - 1, 8) == "94287082");
    CHECK(code(with, 2 * period, 8) != "94287082");
  }
}

TEST_CASE("base32 is read as people write it down") {
  for (const char* text : {"MZXW6YTBOI======", "MZXW6YTBOI", "mzxw6ytboi", "mzxw 6ytb oi",
                           "MZXW-6YTB-OI", " mzxw6ytboi = "})
    CHECK(decoded(text) == "foobar");
  CHECK(decoded("MY") == "f");
  CHECK(decoded("MZXQ") == "fo");
  CHECK(decoded("MZXW6") == "foo");
  CHECK(decoded("MZXW6YQ") == "foob");
  CHECK(decoded("MZXW6YTB") == "fooba");
}

TEST_CASE("H17 what is no base32 is refused") {
  for (const char* text : {"", "=", " ", "M", "MZX", "MZXW6Y", "MZXW0", "MZXW1", "MZXW8", "MZ=XW",
                           "MZXW6YTB\xC3\xB6", "MZXW_6"})
    CHECK(decoded(text) == "none");
}

TEST_CASE("a secret is base32 alone or in a URI, with what that says") {
  const TotpSeed plain = seed("  gezd gnbv gy3t qojq gezd gnbv gy3t qojq \r");
  CHECK(plain.key.reveal() == "12345678901234567890");
  CHECK_FALSE(plain.digits);
  CHECK(plain.period.count() == 30);
  CHECK(plain.hash == TotpHash::sha1);

  const TotpSeed uri = seed(
      "OTPAUTH://TOTP/"
      "Contoso:ann%40contoso.com?Secret=gezdgnbv&issuer=Contoso&algorithm=sha256&digits=7&period="
      "60&image=x#top");
  CHECK(uri.key.reveal() == "12345");
  CHECK(uri.digits == 7);
  CHECK(uri.period.count() == 60);
  CHECK(uri.hash == TotpHash::sha256);

  const TotpSeed bare = seed("otpauth://totp?secret=GEZDGNBV");
  CHECK(bare.digits == 6);  // what the format says where the URI is silent
  const TotpSeed encoded =
      seed("otpauth://totp/a?secret=%47EZD%20GNBV%3d%3D&algorithm=%53HA1&digits=%38&period=%36%30");
  CHECK(encoded.key.reveal() == "12345");
  CHECK(encoded.digits == 8);
  CHECK(encoded.period.count() == 60);
}

TEST_CASE("H17 a URI that makes no code is refused, and what it says is not repeated") {
  const std::string good = "otpauth://totp/a?secret=GEZDGNBV";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"otpauth://hotp/a?secret=GEZDGNBV&counter=1", "is counted (HOTP), not by time (TOTP)"},
      {"otpauth://steam/a?secret=GEZDGNBV", "is one of Steam, whose codes are no digits"},
      {good + "&issuer=Steam", "is one of Steam, whose codes are no digits"},
      {good + "&encoder=steam", "is one of Steam, whose codes are no digits"},
      {"otpauth://GEZDGNBV", "is in a URI that is not otpauth://totp/"},
      {"otpauth://totpx/a?secret=GEZDGNBV", "is in a URI that is not otpauth://totp/"},
      {"otpauth-migration://offline?data=GEZDGNBV",
       "is an export of several accounts; one otpauth://totp/ URI is wanted"},
      {"otpauth://totp/a", "is missing in its URI"},
      {"otpauth://totp/a?", "is missing in its URI"},
      {"otpauth://totp/a?digits=6", "is missing in its URI"},
      {"otpauth://totp/a?secret=", "is not base32"},
      {"otpauth://totp/a?secret=GEZDGNB1", "is not base32"},
      {good + "&secret=GEZDGNBV", "is there twice in its URI"},
      {"otpauth://totp/a?secret=GEZD%4", "is in a URI with a broken percent sign"},
      {"otpauth://totp/a?secret=GEZD%", "is in a URI with a broken percent sign"},
      {"otpauth://totp/a?secret=GEZD%G1", "is in a URI with a broken percent sign"},
      {"otpauth://totp/a?secret=GEZD%-1", "is in a URI with a broken percent sign"},
      {good + "&algorithm=MD5", "names an algorithm other than SHA1, SHA256 and SHA512"},
      {good + "&algorithm=", "names an algorithm other than SHA1, SHA256 and SHA512"},
      {"https://example.com/?secret=GEZDGNBV", "is neither base32 nor an otpauth://totp/ URI"},
      {"", "is neither base32 nor an otpauth://totp/ URI"},
      {"123456", "is neither base32 nor an otpauth://totp/ URI"},
  };
  for (const auto& [text, why] : cases) {
    CHECK(problem(text) == why);
    CHECK(problem(text).find("GEZD") == std::string::npos);
  }
  for (const char* digits : {"0", "5", "9", "-6", "6.0", "", "six", "99999999999999999999", "6%20"})
    CHECK(problem(good + "&digits=" + digits) == "names a number of digits other than 6, 7 and 8");
  for (const char* period : {"0", "14", "121", "-30", "", "30s", "99999999999999999999"})
    CHECK(problem(good + "&period=" + period) ==
          "names a period that is not within 15 and 120 seconds");
}
