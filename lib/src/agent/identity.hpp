#pragma once

#include <string>

#include "teamsctl/request.hpp"
#include "teamsctl/session.hpp"

namespace teamsctl::agent {

/// What has to be the same for two commands to share a session, as one text: how and as whom is
/// signed in, and which PowerShell with which modules runs. No secret is in it.
[[nodiscard]] std::string identity_of(const SignIn& who, const SessionOptions& options);

/// An identity as people see it: the beginning of its hash.
[[nodiscard]] std::string short_name(const std::string& identity);

}  // namespace teamsctl::agent
