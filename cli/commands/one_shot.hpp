#pragma once

#include "options/options.hpp"

namespace teamsctl::cli {

/// Signs in, runs the one command, prints its rows, ends pwsh. Returns the exit status.
[[nodiscard]] int run_one_shot(Options options);

}  // namespace teamsctl::cli
