#include "text/wildcard.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace teamsctl::simulator;

TEST_CASE("a star is any text") {
  const auto like = [](std::string_view text, std::string_view pattern) {
    return is_like(text, pattern, Wildcards::star);
  };
  CHECK(like("", ""));
  CHECK(like("", "*"));
  CHECK_FALSE(like("a", ""));
  CHECK(like("abcabd", "*abd"));
  CHECK(like("aXbYc", "A*b*C"));
  CHECK_FALSE(like("abc", "a*b"));
  CHECK_FALSE(like("a", "?"));
}

TEST_CASE("a question mark is one character, however many bytes it has") {
  const auto like = [](std::string_view text, std::string_view pattern) {
    return is_like(text, pattern, Wildcards::question);
  };
  CHECK(like("Zürich", "Z?rich"));
  CHECK(like("東京", "??"));
  CHECK_FALSE(like("東京", "???"));
  CHECK_FALSE(like("", "?"));
  CHECK(like("東京都", "*?"));
}

TEST_CASE("many stars do not take for ever") {
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "*a";
  CHECK_FALSE(is_like(std::string(5000, 'a') + "b", pattern, Wildcards::star));
}
