#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tenant/number_overlay.hpp"
#include "text/strict_json.hpp"

namespace teamsctl::simulator {

/// A policy that was given to a user, by itself or by a group.
struct UserPolicy {
  std::string_view type;
  std::string_view name;
  bool by_group = false;
};

/// The policies of a user, in the order of their types.
[[nodiscard]] std::vector<UserPolicy> policies_of_user(std::uint64_t user);

/// The row of Get-CsOnlineUser, with the numbers that show.
[[nodiscard]] Json user_row(std::uint64_t user, const NumberOverlay& shown);

/// Makes the policies of a row null.
void leave_out_policies(Json& row);

}  // namespace teamsctl::simulator
