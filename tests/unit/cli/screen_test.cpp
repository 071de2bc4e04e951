#include "terminal/screen.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>
#include <vector>

using namespace teamsctl::cli;

namespace {

/// Variables for one test; ctest gives each test a process of its own, but the program can run them
/// all.
class Variables {
 public:
  explicit Variables(const std::vector<std::pair<std::string, std::string>>& variables) {
    for (const char* name : {"NO_COLOR", "CLICOLOR_FORCE", "TERM", "COLUMNS"}) ::unsetenv(name);
    for (const auto& [name, value] : variables) ::setenv(name.c_str(), value.c_str(), 1);
  }
  ~Variables() {
    for (const char* name : {"NO_COLOR", "CLICOLOR_FORCE", "TERM", "COLUMNS"}) ::unsetenv(name);
  }
};

bool colour(const std::vector<std::pair<std::string, std::string>>& variables,
            ColorChoice choice = ColorChoice::automatic, bool terminal = true) {
  const Variables given(variables);
  return wants_colour(choice, terminal);
}

}  // namespace

TEST_CASE("colours are for terminals that have them and for whom they are not too much") {
  CHECK(colour({{"TERM", "xterm"}}));
  CHECK_FALSE(colour({{"TERM", "xterm"}}, ColorChoice::automatic, false));
  CHECK_FALSE(colour({{"TERM", "dumb"}}));
  CHECK_FALSE(colour({}));
  CHECK_FALSE(colour({{"TERM", "xterm"}, {"NO_COLOR", "1"}}));
  CHECK(colour({{"TERM", "xterm"}, {"NO_COLOR", ""}}));
  CHECK(colour({{"CLICOLOR_FORCE", "1"}}, ColorChoice::automatic, false));
  CHECK_FALSE(colour({{"CLICOLOR_FORCE", "0"}}, ColorChoice::automatic, false));
  CHECK_FALSE(colour({{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}));
}

TEST_CASE("the option goes before the variables") {
  CHECK(colour({{"NO_COLOR", "1"}, {"TERM", "dumb"}}, ColorChoice::always, false));
  CHECK_FALSE(colour({{"CLICOLOR_FORCE", "1"}, {"TERM", "xterm"}}, ColorChoice::never));
}

TEST_CASE("COLUMNS goes before what the terminal says, when it is a number of columns") {
  const auto columns = [](const std::string& text) {
    const Variables given({{"COLUMNS", text}});
    return screen_columns(100);
  };
  CHECK(columns("132") == 132);
  CHECK(columns("0") == 100);
  CHECK(columns("-5") == 100);
  CHECK(columns("many") == 100);
  CHECK(columns("99999999999999999999999") == 100);
  CHECK(columns("") == 100);
  const Variables none({});
  CHECK(screen_columns(0) == 80);
}
