#pragma once

#include <string_view>

#include "scenario/step.hpp"

namespace teamsctl::simulator {

/// What the sign-in does with a user name and a password: an empty list lets the account in.
struct SignInDecision {
  bool credential_accepted = false;
  Steps steps;  ///< what the account does after its credential was accepted, or the refusal
};

[[nodiscard]] SignInDecision decide_sign_in(std::string_view username, std::string_view password);

}  // namespace teamsctl::simulator
