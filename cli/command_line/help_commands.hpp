#pragma once

#include <CLI/CLI.hpp>

#include "command_line/added_command.hpp"

// The commands that print what is in the program anyway: help, schema, completion. They start
// nothing.
namespace teamsctl::cli {

[[nodiscard]] AddedCommand add_help_command(CLI::App& app);
[[nodiscard]] AddedCommand add_schema_command(CLI::App& app);
[[nodiscard]] AddedCommand add_completion_command(CLI::App& app);

}  // namespace teamsctl::cli
