#include <catch2/catch.hpp>
#include <string>

#include "messages/check.hpp"

using teamsctl::cli::wrong_json;

TEST_CASE("one JSON object is taken") {
  for (const char* good :
       {"{}", " {\"a\" : [1, -2.5e9, true, null, \"\\ud83d\\ude00\"]} ", "{\"a\":{\"a\":{}}}",
        "{\"n\":123456789012345678901234567890123456789012345678901234567890e9}",
        "{\"é\":\"日本\"}"})
    CHECK_FALSE(wrong_json(good));
}

TEST_CASE("anything else is named, with its place and without its text") {
  struct Case {
    std::string text;
    std::string words;
  };
  const std::vector<Case> cases{
      {"", "empty"},
      {"[1]", "no JSON object"},
      {"\"Passw0rd!\"", "no JSON object"},
      {"{\"password\":\"Passw0rd!\"", "(byte "},
      {"{\"password\":\"Passw0rd!}", "(byte "},
      {"{\"password\":Passw0rd!}", "(byte 13"},
      {"{'password':'Passw0rd!'}", "(byte 2"},
      {"{\"a\":1,}", "(byte "},
      {"{\"a\":01}", "(byte "},
      {"{\"a\":NaN}", "(byte "},
      {"{} {}", "(byte 4"},
      {"{\"a\":1}//", "(byte "},
      {"\xEF\xBB\xBF{}", "byte order mark"},
      {std::string("{\"a\":1}\0x", 9), "a zero byte (byte 8)"},
      {"{\"a\":\"\xC0\x80\"}", "(byte "},
      {"{\"a\":\"\xED\xA0\x80\"}", "(byte "},
      {"{\"a\":\"\\ud800\"}", "(byte "},
      {"{\"a\":\"\\udc00\"}", "surrogate"},
      {"{\"a\":" + std::string(64, '[') + std::string(64, ']') + "}", "more than 64 deep"},
      {"{\"a\":" + std::string(900'000, '['), "more than 64 deep"},
  };
  for (const Case& one : cases) {
    const auto wrong = wrong_json(one.text);
    INFO(one.text.substr(0, 60));
    REQUIRE(wrong);
    INFO(*wrong);
    CHECK(wrong->find(one.words) != std::string::npos);
    CHECK(wrong->find("Passw0rd!") == std::string::npos);
  }
}
