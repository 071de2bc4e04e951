#include "options/option_values.hpp"

#include <catch2/catch.hpp>

using namespace teamsctl;
using namespace teamsctl::cli;
using namespace std::chrono_literals;

TEST_CASE("durations take units") {
  CHECK(parse_duration("500ms") == 500ms);
  CHECK(parse_duration("90s") == 90s);
  CHECK(parse_duration("2m") == 2min);
  CHECK(parse_duration("1h") == 1h);
  CHECK(parse_duration("7") == 7s);
  CHECK(parse_duration("1.5s") == 1500ms);
  for (const char* text : {"", "s", "-1s", "5 s", "5d", "nan", "1e3", "99999999h"})
    CHECK_FALSE(parse_duration(text));
}

TEST_CASE("flags take what people write") {
  for (const char* text : {"1", "true", "yes", "on", "TRUE", "On"}) CHECK(parse_flag(text) == true);
  for (const char* text : {"0", "false", "no", "off", "No"}) CHECK(parse_flag(text) == false);
  for (const char* text : {"", "2", "y", "truely"}) CHECK_FALSE(parse_flag(text));
}

TEST_CASE("numbers are digits") {
  CHECK(parse_number("0") == 0);
  CHECK(parse_number("18446744073709551615") == UINT64_MAX);
  for (const char* text : {"", "-1", "+1", " 1", "1 ", "0x1", "1.0", "18446744073709551616"})
    CHECK_FALSE(parse_number(text));
  CHECK(parse_count("2") == 2);
  CHECK(parse_count("yes") == 1);
}

TEST_CASE("what is wrong with a value is said with the value") {
  CHECK(wrong_with({.kind = OptionKind::duration}, "x")->message == "'x' is not a duration.");
  CHECK(wrong_with({.kind = OptionKind::number, .least = 4, .most = 10}, "3")->message ==
        "'3' is not from 4 to 10.");
  CHECK(wrong_with({.kind = OptionKind::choice, .choices = {"a", "b"}}, "c")->message ==
        "'c' is not a or b.");
  CHECK(wrong_with({.kind = OptionKind::descriptor}, "999")->message ==
        "descriptor 999 is not open.");
  CHECK(wrong_with({.kind = OptionKind::path}, ""));
  CHECK_FALSE(wrong_with({.kind = OptionKind::variable}, "_A1"));
}

TEST_CASE("what should have been a variable's name is not repeated: it may be the secret") {
  CHECK(wrong_with({.kind = OptionKind::variable}, "Passw0rd!")->message.find("Passw0rd") ==
        std::string::npos);
}

TEST_CASE("a rate becomes the time between two commands, never less") {
  CHECK(parse_rate("5/s") == 200ms);
  CHECK(parse_rate("3/s") == 334ms);
  CHECK(parse_rate("100/m") == 600ms);
  CHECK(parse_rate("1000/h") == 3600ms);
  for (const char* wrong : {"", "5", "0/s", "5/", "/s", "5/d", "-1/s", "1.5/s", "5 /s"})
    CHECK_FALSE(parse_rate(wrong));
}
