#pragma once

#include <string>
#include <variant>
#include <vector>

#include "options/options.hpp"

namespace teamsctl::cli {

/// Whether errors are wanted as JSON, as far as the arguments and the environment say it without
/// being understood.
[[nodiscard]] bool wants_json_errors(const std::vector<std::string>& arguments);

/// Options from the command line, the environment, the profile and the defaults, in this order.
/// Secrets in variables are taken out of the environment in any case.
[[nodiscard]] std::variant<Options, Information, UsageError> parse_options(
    std::vector<std::string> arguments);

}  // namespace teamsctl::cli
