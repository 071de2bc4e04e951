#pragma once

#include "options.hpp"

namespace teamsctl::cli {

/// `teamsctl detect`: prints what the prompt rules find in recorded bytes, one JSON object a line. Returns the exit status.
[[nodiscard]] int run_detect(const DetectOptions& options, bool json_errors);

}  // namespace teamsctl::cli
