#pragma once

#include <CLI/CLI.hpp>

#include "command_line/teams_commands.hpp"

namespace teamsctl::cli {

/// Adds `bulk-assign` to the command line.
[[nodiscard]] AddedCommand add_bulk_assign_command(CLI::App& app);

}  // namespace teamsctl::cli
