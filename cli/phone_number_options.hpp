#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <variant>

#include "options.hpp"

namespace teamsctl::cli {

/// Adds the filters of get-phone-numbers to `command`. The returned function reads what was given; it belongs to `command`.
/// Filters have no twins in the environment or in a profile: a forgotten variable would silently change what is listed.
[[nodiscard]] std::function<std::variant<Command, UsageError>()> add_phone_number_options(CLI::App& command);

}  // namespace teamsctl::cli
