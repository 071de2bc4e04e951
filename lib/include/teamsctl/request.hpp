#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "teamsctl/secret.hpp"

namespace teamsctl {

/// Numbers a request of a session, from 1.
using RequestId = std::uint64_t;

/// The value of a cmdlet's parameter. Values travel as data: they are never made into PowerShell text, so there is
/// nothing to quote and nothing to inject. Strings are UTF-8.
struct Switch {
  bool on = true;
};
using Value = std::variant<std::string, std::int64_t, bool, Switch, std::vector<std::string>>;
using Parameters = std::vector<std::pair<std::string, Value>>;

/// Signs in as a user: with a name, a password and, when the sign-in asks, an answer to its challenges.
/// A missing name or password is asked for by a challenge of kind username or password.
struct SignIn {
  std::string username;
  std::optional<Secret> password;
  std::string tenant_id;  ///< a GUID or a domain; empty for the account's home tenant
  int mfa_code_digits = 6;  ///< a code of another length is refused here and never sent
};

/// Lists phone numbers (Get-CsPhoneNumberAssignment), all of them unless `top` says otherwise, in pages of 1,000.
struct GetPhoneNumbers {
  Parameters filters;                 ///< passed to the cmdlet as they are
  std::optional<std::uint64_t> top;   ///< at most so many rows
  std::uint64_t skip = 0;             ///< leaves out the first rows
};

/// The tenant of the session (Get-CsTenant): one row.
struct GetTenant {};

/// Any cmdlet.
struct Invoke {
  std::string command;
  Parameters parameters;
};

using Request = std::variant<SignIn, GetPhoneNumbers, GetTenant, Invoke>;

}  // namespace teamsctl
