#pragma once

#include <exception>
#include <string>

#include "options/options.hpp"
#include "output/log.hpp"
#include "teamsctl/session.hpp"

namespace teamsctl::cli {

/// What the command line says about the session. `log` must outlive the session.
[[nodiscard]] SessionOptions session_options(const Options& options, Log& log);

/// Whom to sign in as. Secrets are left out: each is asked for when it is needed, by the road that
/// codes take.
[[nodiscard]] SignIn sign_in_request(const SignInOptions& options);

/// What the system refused while `what` was made, in the words of the standard library's errors or
/// of Boost's.
[[nodiscard]] Error cannot_be_set_up(const std::string& what, const std::exception& problem);

}  // namespace teamsctl::cli
