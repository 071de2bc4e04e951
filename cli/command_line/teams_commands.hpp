#pragma once

#include <CLI/CLI.hpp>

#include "command_line/added_command.hpp"

namespace teamsctl::cli {

/// Adds a command of teamsctl/commands.hpp, with its arguments, to `app`. Arguments have no twins
/// in the environment or in a profile: a forgotten variable would silently change what is listed,
/// or whose number is changed.
[[nodiscard]] AddedCommand add_teams_command(CLI::App& app, const CommandInfo& info);

/// --yes and --dry-run, as every command that changes something has them.
void add_change_flags(CLI::App& command, CLI::Option*& yes, CLI::Option*& dry_run);

}  // namespace teamsctl::cli
