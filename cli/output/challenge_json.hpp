#pragma once

#include <nlohmann/json.hpp>

#include "teamsctl/challenge.hpp"

namespace teamsctl::cli {

/// A challenge as it stands in errors, and later in the events of serve and batch.
[[nodiscard]] nlohmann::ordered_json challenge_json(const Challenge& challenge);

}  // namespace teamsctl::cli
