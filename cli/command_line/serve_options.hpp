#pragma once

#include <CLI/CLI.hpp>

#include "command_line/added_command.hpp"

namespace teamsctl::cli {

/// Adds `serve` to the command line.
[[nodiscard]] AddedCommand add_serve_command(CLI::App& app);

/// Adds `batch` to the command line.
[[nodiscard]] AddedCommand add_batch_command(CLI::App& app);

}  // namespace teamsctl::cli
