#pragma once

#include <optional>

#include "options/given_options.hpp"

namespace teamsctl::cli {

/// --jq makes of the results what it wants, so it goes with json and ndjson and without --fields.
/// What clashes with an option of higher origin is dropped, as if it were not given: who writes -o
/// csv for once means it, whatever the profile says. Errors: two of the same origin.
[[nodiscard]] std::optional<Error> settle_output_options(GivenOptions& given);

}  // namespace teamsctl::cli
