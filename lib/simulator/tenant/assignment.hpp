#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tenant/tenant_state.hpp"

namespace teamsctl::simulator {

/// What a call of Set- or Remove-CsPhoneNumberAssignment asks for, as it was given.
struct Wanted {
  std::string identity;
  std::string number;
  std::string type;
  std::optional<std::string> location = {};
  std::optional<std::string> category = {};
  std::int64_t at = 0;
};

/// The changes that give a number to a user, that take one from a user, and that take all. Each
/// throws BadRequest with the service's words when the service would refuse.
[[nodiscard]] std::vector<Change> assign(const Wanted& wanted, const TenantState& tenant);
[[nodiscard]] std::vector<Change> unassign(const Wanted& wanted, const TenantState& tenant);
[[nodiscard]] std::vector<Change> unassign_all(const Wanted& wanted, const TenantState& tenant);

}  // namespace teamsctl::simulator
