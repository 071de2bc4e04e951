#pragma once

#include "options/options.hpp"

namespace teamsctl::cli {

/// Signs in and leaves the session with the agent; with --agent off the sign-in is only tried.
[[nodiscard]] int run_login(Options options);

/// Who is signed in, and until when: a row for each session that the agent keeps.
[[nodiscard]] int run_status(const Options& options);

/// Ends the session of this identity, or all of them. Nothing to end is no failure: a script may
/// call it at its end whatever was before.
[[nodiscard]] int run_logout(const Options& options);

}  // namespace teamsctl::cli
