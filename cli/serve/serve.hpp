#pragma once

#include "options/options.hpp"

namespace teamsctl::cli {

/// Sessions for a program at the other end of standard input and output: teamsctl-serve(7). Returns
/// the exit status.
[[nodiscard]] int run_serve(Options options);

}  // namespace teamsctl::cli
