#pragma once

#include <optional>

#include "options/given_options.hpp"
#include "options/options.hpp"

namespace teamsctl::cli {

/// Takes out what does not belong to the --auth that holds. On the command line that is a mistake;
/// from the environment or a profile, which serve many calls, it is unused.
[[nodiscard]] std::optional<Error> drop_foreign_options(GivenOptions& given);

/// What a sign-in to the simulated tenant needs and nobody gave: enough for a first look.
void complete_simulated_sign_in(Options& options);

/// Nothing when the sign-in has what it needs before it starts; what is left is asked for when it
/// is wanted.
[[nodiscard]] std::optional<Error> incomplete(const SignInOptions& sign_in);

/// Nothing, or why the file of the certificate must not go to pwsh, which opens it. It has a
/// private key in it, so it is judged as a file with a secret.
[[nodiscard]] std::optional<Error> unusable_certificate_file(const SignInOptions& sign_in);

}  // namespace teamsctl::cli
