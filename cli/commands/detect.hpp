#pragma once

#include "options/options.hpp"

namespace teamsctl::cli {

/// `teamsctl detect`: prints what the prompt rules, those of the configuration first, find in
/// recorded bytes, one JSON object a line. Returns the exit status.
[[nodiscard]] int run_detect(const DetectOptions& what, const Options& options);

}  // namespace teamsctl::cli
