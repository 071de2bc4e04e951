#pragma once

#include <CLI/CLI.hpp>

#include "command_line/added_command.hpp"

namespace teamsctl::cli {

[[nodiscard]] AddedCommand add_agent_command(CLI::App& app);
[[nodiscard]] AddedCommand add_logout_command(CLI::App& app);

}  // namespace teamsctl::cli
