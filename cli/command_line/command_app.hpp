#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "command_line/added_command.hpp"
#include "options/option_table.hpp"

namespace teamsctl::cli {

/// The command line before anything stands on it: every option and every command. Help, completion
/// and the reader of a command line all look at this.
struct CommandApp {
  std::unique_ptr<CLI::App> app;
  std::vector<std::pair<const OptionRow*, CLI::Option*>> options;  ///< of the whole program
  std::vector<AddedCommand> commands;
};

[[nodiscard]] CommandApp make_command_app();

/// The commands directly below one, in the order of help.
[[nodiscard]] std::vector<const CLI::App*> commands_below(const CLI::App& app);

}  // namespace teamsctl::cli
