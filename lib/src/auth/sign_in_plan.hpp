#pragma once

#include "core/plan.hpp"
#include "teamsctl/request.hpp"

namespace teamsctl::auth {

/// The commands that carry out a sign-in: Import-Module, Connect-MicrosoftTeams, and Get-CsTenant,
/// whose answer is the proof.
[[nodiscard]] core::SignInPlan sign_in_plan(SignIn request);

}  // namespace teamsctl::auth
