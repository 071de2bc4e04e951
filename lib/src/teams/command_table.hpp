#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/refusals.hpp"
#include "teamsctl/commands.hpp"

namespace teamsctl::teams {

/// A cmdlet that gives policies of one type.
struct PolicyReader {
  std::string_view name;    ///< "calling"
  std::string_view cmdlet;  ///< "Get-CsTeamsCallingPolicy"
  std::string_view type;    ///< "TeamsCallingPolicy": as Get-CsUserPolicyAssignment and the
                            ///< properties of a user call it
};

[[nodiscard]] std::span<const PolicyReader> policy_readers();

/// The name of a policy type, or null.
[[nodiscard]] const PolicyReader* find_policy_reader(std::string_view name);

/// What the errors of a command's cmdlets mean, beyond what is true of all cmdlets.
[[nodiscard]] std::span<const core::ErrorMeaning> error_meanings(std::string_view command);

}  // namespace teamsctl::teams
