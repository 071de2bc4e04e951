#pragma once

#include "core/host_request.hpp"
#include "teamsctl/request.hpp"

namespace teamsctl::teams {

/// A caller's parameters as the host gets them.
[[nodiscard]] core::HostParameters host_parameters(const Parameters& parameters);

/// Get-CsPhoneNumberAssignment with these parameters, whose names are the same on every version of
/// the module.
[[nodiscard]] core::HostInvoke get_numbers(
    std::initializer_list<std::pair<std::string_view, std::string>> parameters);

}  // namespace teamsctl::teams
