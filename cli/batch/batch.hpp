#pragma once

#include "options/options.hpp"

namespace teamsctl::cli {

/// Many requests over one sign-in, in their order, from a file or standard input; answers in
/// NDJSON: teamsctl-serve(7). Returns the exit status.
[[nodiscard]] int run_batch(Options options);

}  // namespace teamsctl::cli
