#pragma once

#include "options.hpp"

// `login` itself is a one-shot command: it signs in, says as whom, and ends. There is no session to hand over yet.
namespace teamsctl::cli {

/// Nobody is signed in between two commands.
[[nodiscard]] int run_status(const Options& options);

/// Nothing to end, which is no failure: a script may call it at its end whatever was before.
[[nodiscard]] int run_logout(const Options& options);

}  // namespace teamsctl::cli
