#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "core/host_request.hpp"
#include "core/procedure.hpp"

// A request of a caller as the machine carries it out: which commands, in which order. auth/ and
// teams/ make plans.
namespace teamsctl::core {

struct SignInPlan {
  HostInvoke import;
  HostInvoke connect;  ///< what it lacks (core/sign_in_needs.hpp) is asked for by challenges before
                       ///< anything is sent
  HostInvoke verify;
  HostInvoke disconnect;  ///< sent first where an earlier sign-in of this session has ended: the
                          ///< module mixes them up otherwise
  std::string account;    ///< whom it is for, as far as it is known
  int mfa_code_digits = 6;
  /// Makes the plan of the same sign-in once more, without the secrets: they are asked for. None
  /// where it cannot be renewed.
  std::function<SignInPlan()> again;
};

struct QueryPlan {
  std::unique_ptr<Procedure> procedure;
  bool needs_sign_in =
      true;  ///< false for what PowerShell answers by itself; no state changes then
};

using Plan = std::variant<SignInPlan, QueryPlan>;

}  // namespace teamsctl::core
