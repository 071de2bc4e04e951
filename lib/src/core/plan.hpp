#pragma once

#include <optional>
#include <string>
#include <variant>

#include "core/host_request.hpp"
#include "core/paging.hpp"

// A request of a caller as the machine carries it out: which commands, in which order. auth/ and teams/ make plans.
namespace teamsctl::core {

struct SignInPlan {
  HostInvoke import;
  HostInvoke connect;
  HostInvoke verify;
  /// True when `connect` needs a Credential; a missing part of it is asked for by a challenge.
  bool wants_credential = false;
  std::string username;
  std::optional<Secret> password;
  int mfa_code_digits = 6;
};

struct QueryPlan {
  HostInvoke invoke;
  std::optional<Paging> paging;  ///< the machine adds the parameters Skip and Top
};

using Plan = std::variant<SignInPlan, QueryPlan>;

}  // namespace teamsctl::core
