#pragma once

#include "options/options.hpp"

namespace teamsctl::cli {

/// `teamsctl run`: PowerShell text; its objects are the rows, and what it says besides is kept
/// apart: on stderr, or as records on stdout with --streams. Returns the exit status.
[[nodiscard]] int run_text(Options options);

}  // namespace teamsctl::cli
