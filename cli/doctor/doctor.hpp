#pragma once

#include "options/options.hpp"

namespace teamsctl::cli {

/// Looks at everything a sign-in needs, without signing in: prints a line for each finding, or JSON
/// when that was asked for by name. Returns 0, or the exit status of the first thing that is wrong.
[[nodiscard]] int run_doctor(Options options);

}  // namespace teamsctl::cli
