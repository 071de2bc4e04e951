#include <catch2/catch.hpp>
#include <string>

#include "teamsctl/commands.hpp"

namespace teamsctl {
namespace {

TEST_CASE("every documented value of an argument is named in its help") {
  for (const CommandInfo& command : commands())
    for (const CommandArgument& argument : command.arguments)
      for (const std::string_view value : argument.values) {
        INFO(command.name << " --" << argument.name << ": " << value);
        CHECK(argument.help.find(value) != std::string_view::npos);
      }
}

TEST_CASE("texts of the table are sentences without their full stop") {
  for (const CommandInfo& command : commands()) {
    INFO(command.name);
    CHECK_FALSE(command.summary.ends_with('.'));
    CHECK(command.description.ends_with('.'));
    CHECK(command.description.find("\n\n\n") == std::string_view::npos);
    for (const CommandArgument& argument : command.arguments) {
      INFO(argument.name);
      CHECK_FALSE(argument.help.empty());
      CHECK_FALSE(argument.help.ends_with('.'));
      CHECK(argument.help.find('\n') == std::string_view::npos);
    }
  }
}

}  // namespace
}  // namespace teamsctl
