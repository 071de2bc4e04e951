#pragma once

#include <vector>

#include "field_path.hpp"
#include "options.hpp"

namespace teamsctl::cli {

/// What a table of this command's results shows when nobody says it: what fits on a screen and
/// answers the usual question. Empty for commands with few properties or any: the table then has
/// what the first result has.
[[nodiscard]] std::vector<FieldPath> default_columns(const Command& command);

}  // namespace teamsctl::cli
