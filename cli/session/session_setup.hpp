#pragma once

#include "options/options.hpp"
#include "output/log.hpp"
#include "teamsctl/session.hpp"

namespace teamsctl::cli {

/// What the command line says about the session. `log` must outlive the session.
[[nodiscard]] SessionOptions session_options(const Options& options, Log& log);

/// Whom to sign in as. Secrets are left out: each is asked for when it is needed, by the road that
/// codes take.
[[nodiscard]] SignIn sign_in_request(const SignInOptions& options);

}  // namespace teamsctl::cli
