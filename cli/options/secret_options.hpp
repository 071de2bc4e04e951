#pragma once

#include <optional>
#include <string>
#include <vector>

#include "options/environment.hpp"
#include "options/given_options.hpp"
#include "options/options.hpp"

namespace teamsctl::cli {

/// The secrets that were given themselves, not by a place. They are taken at the start, whether
/// they are wanted or not: what is left in the environment is passed on to children.
struct GivenSecrets {
  std::optional<Secret> mfa_code;  ///< of --mfa-code
  EnvironmentSecrets environment;
};

/// Takes TEAMSCTL_PASSWORD and the like out of the environment.
void take_secret_variables(EnvironmentSecrets& environment);

/// Fills in where each secret is found. Secrets that this --auth never asks for are left out.
/// Errors (ErrorCode::usage): a code that is none.
[[nodiscard]] std::optional<Error> locate_secrets(const GivenOptions& given, GivenSecrets& secrets,
                                                  SignInOptions& sign_in);

/// The options among these that read standard input, by the names that people know.
[[nodiscard]] std::vector<std::string> readers_of_stdin(const GivenOptions& given);

/// $CREDENTIALS_DIRECTORY/teamsctl.NAME where that exists (systemd's LoadCredential=), else empty.
[[nodiscard]] std::string credential_file(const std::string& secret);

}  // namespace teamsctl::cli
