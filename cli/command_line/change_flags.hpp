#pragma once

#include <vector>

#include "options/option_values.hpp"

namespace teamsctl::cli {

/// --yes and --dry-run, as every command that changes something has them. Static storage.
[[nodiscard]] const std::vector<OptionShape>& change_flags();

}  // namespace teamsctl::cli
