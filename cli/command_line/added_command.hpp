#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <variant>
#include <vector>

#include "options/option_values.hpp"
#include "options/options.hpp"

namespace teamsctl::cli {

/// A command of the command line.
struct AddedCommand {
  CLI::App* app;
  /// Reads its arguments once the command line is parsed.
  std::function<std::variant<Command, UsageError>()> read;
  /// For completion: what its options and positional arguments take, by name, where the name of the
  /// value (FILE, PATH) does not say it.
  std::vector<OptionShape> shapes = {};
};

}  // namespace teamsctl::cli
