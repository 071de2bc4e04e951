#pragma once

#include <nlohmann/json.hpp>

#include "teamsctl/error.hpp"

namespace teamsctl::cli {

/// An error as it stands in {"error":{...}} on stderr, and in the events of serve and batch.
[[nodiscard]] nlohmann::ordered_json error_json(const Error& error);

}  // namespace teamsctl::cli
