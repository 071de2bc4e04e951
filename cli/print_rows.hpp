#pragma once

#include <string>
#include <vector>

#include "options.hpp"

namespace teamsctl::cli {

/// Writes rows, each one JSON value, that are here as a whole, in the format that the options say.
/// Returns the exit status.
[[nodiscard]] int print_rows(const std::vector<std::string>& rows, const Options& options);

}  // namespace teamsctl::cli
