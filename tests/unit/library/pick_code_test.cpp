#include <catch2/catch.hpp>
#include <string>

#include "teamsctl/secret_source.hpp"

using teamsctl::pick_code;
using teamsctl::Secret;

namespace {

std::string picked(std::string_view text, int digits = 6) {
  const auto code = pick_code(Secret(text), digits);
  return code ? std::string(code->reveal()) : "none";
}

}  // namespace

TEST_CASE("codes are picked out of what helpers print") {
  CHECK(picked("123456") == "123456");
  CHECK(picked(" 123 456\r") == "123456");
  CHECK(picked("123-456") == "123456");
  CHECK(picked("976249 lasts 24s |---|") == "976249");
  CHECK(picked("Code: 004211") == "004211");
  CHECK(picked("12345678", 8) == "12345678");
}

TEST_CASE("what is no code, or more than one, is refused") {
  for (const char* text : {"", "12345", "1234567", "abcdef", "12345a6", "123456 654321", "12 34 5",
                           "code 123456 or 654321"})
    CHECK(picked(text) == "none");
}

TEST_CASE("R22 C22 line ends and blanks around a code are no part of it") {
  for (const char* text : {"123456\r\n", "123456\n", "123456\r", " 123456 ", "\t123456\t",
                           "12 34 56", "123--456", "1-2-3-4-5-6\r\n"})
    CHECK(picked(text) == "123456");
}

TEST_CASE("R22 C22 two lines, letters and digits within words are refused") {
  for (const char* text : {"123\n456", "123456\n654321", "abc123456", "123456abc", "x123456x",
                           "id_123456", "123456_", "12E456", "O12345", "123 456 left", "--", " ",
                           "\r\n", "1234567890123456789012345678901234567890"})
    CHECK(picked(text) == "none");
}

TEST_CASE("R22 C22 only ASCII digits are a code") {
  // A full-width one may well have been meant. But nobody's helper prints them, and what is not
  // surely a code is not sent.
  for (const char* text :
       {"\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x93\xEF\xBC\x94\xEF\xBC\x95\xEF\xBC\x96",
        "\xEF\xBC\x91"
        "123456",
        "123456\xEF\xBC\x91", "\xD9\xA1\xD9\xA2\xD9\xA3\xD9\xA4\xD9\xA5\xD9\xA6",
        "123\xC2\xA0"
        "456",
        "123\xE2\x80\x91"
        "456"})
    CHECK(picked(text) == "none");
}

TEST_CASE("a code of no digits is none") {
  CHECK(picked("", 0) == "none");
  CHECK(picked("123456", 0) == "none");
  CHECK(picked("123456", -6) == "none");
  CHECK(picked("abc", 0) == "none");
}

TEST_CASE("a code of another length is picked when that is wanted") {
  CHECK(picked("1234 5678", 8) == "12345678");
  CHECK(picked("7654321 for 20 s", 7) == "7654321");
  CHECK(picked("123456", 8) == "none");
  CHECK(picked("12345678", 6) == "none");
}
