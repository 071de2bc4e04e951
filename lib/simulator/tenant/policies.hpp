#pragma once

#include <string_view>
#include <vector>

#include "text/strict_json.hpp"

namespace teamsctl::simulator {

/// The instances of a type of policy, in their order: tenant/policies.json.
[[nodiscard]] const Json& policies_of(std::string_view type);

/// The instance with that identity, with or without its "Tag:"; null when there is none.
[[nodiscard]] const Json* find_policy(std::string_view type, std::string_view identity);

/// The instances whose identity is like that, with or without its "Tag:".
[[nodiscard]] std::vector<const Json*> find_policies(std::string_view type,
                                                     std::string_view filter);

}  // namespace teamsctl::simulator
