#include "auth/secret_lines.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

using teamsctl::SecretShape;
using teamsctl::auth::SecretLines;

namespace {

/// The lines, or the problem in brackets. All bytes are fed, whatever comes of them.
std::string made_of(std::string_view bytes, SecretShape shape = {}) {
  SecretLines lines(shape);
  for (const char byte : bytes) (void)lines.feed(byte);
  if (lines.end() == SecretLines::State::complete) return std::string(lines.take().reveal());
  return "[" + lines.problem() + "]";
}

}  // namespace

TEST_CASE("one line is taken without its end") {
  CHECK(made_of("Passw0rd!") == "Passw0rd!");
  CHECK(made_of("Passw0rd!\n") == "Passw0rd!");
  CHECK(made_of("Passw0rd!\r\n") == "Passw0rd!");
  CHECK(made_of("Passw0rd!\r") == "Passw0rd!");
  CHECK(made_of(" with spaces ") == " with spaces ");
  CHECK(made_of("a\rb\r\r\n") == "a\rb\r");
  CHECK(made_of("\xEF\xBB\xBFPassw0rd!\r\n") == "Passw0rd!");
}

TEST_CASE("a line that is none is named, never shortened") {
  CHECK(made_of("") == "[no line]");
  CHECK(made_of("\n") == "[an empty line]");
  CHECK(made_of("\r\n") == "[an empty line]");
  CHECK(made_of("\r") == "[an empty line]");
  CHECK(made_of("one\ntwo\n") == "[more than 1 line]");
  CHECK(made_of("one\n\n") == "[more than 1 line]");
  CHECK(made_of(std::string_view("p\0w\0", 4)) == "[a zero byte, which no UTF-8 text has]");
}

TEST_CASE("the length is counted in bytes, without line ends") {
  CHECK(made_of("1234\r\n", {.longest = 4}) == "1234");
  CHECK(made_of("12345", {.longest = 4}) == "[more than 4 bytes]");
  CHECK(made_of("123\r45", {.longest = 4}) == "[more than 4 bytes]");
  CHECK(made_of("12\n34", {.lines = 2, .longest = 4}) == "12\n34");
  CHECK(made_of("12\n345", {.lines = 2, .longest = 4}) == "[more than 4 bytes]");
}

TEST_CASE("two lines are joined by a line feed") {
  CHECK(made_of("graph\nteams\n", {.lines = 2}) == "graph\nteams");
  CHECK(made_of("graph\r\nteams", {.lines = 2}) == "graph\nteams");
  CHECK(made_of("graph", {.lines = 2}) == "[only 1 line where there must be 2 lines]");
  CHECK(made_of("graph\n", {.lines = 2}) == "[only 1 line where there must be 2 lines]");
  CHECK(made_of("graph\n\nteams\n", {.lines = 2}) == "[an empty line]");
  CHECK(made_of("graph\nteams\nmore", {.lines = 2}) == "[more than 2 lines]");
}
