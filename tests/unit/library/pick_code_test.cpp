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
  for (const char* text : {"", "12345", "1234567", "abcdef", "12345a6", "123456 654321", "12 34 5", "code 123456 or 654321"})
    CHECK(picked(text) == "none");
}
