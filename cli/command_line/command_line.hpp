#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "options/option_table.hpp"
#include "options/options.hpp"

namespace teamsctl::cli {

/// What stands on the command line, as text that nobody has judged yet.
struct CommandLine {
  std::map<std::string, std::string> texts;  ///< by name of the option
  Command command;
};

/// Reads the arguments behind the program's name.
[[nodiscard]] std::variant<CommandLine, Information, UsageError> read_command_line(
    std::vector<std::string> arguments);

/// A mistake in the command line.
[[nodiscard]] UsageError usage(std::string message, std::string hint = "See teamsctl --help.");

}  // namespace teamsctl::cli
