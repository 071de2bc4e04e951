#pragma once

#include <vector>

#include "options/given_options.hpp"
#include "options/options.hpp"
#include "options/secret_options.hpp"

namespace teamsctl::cli {

/// Every option of the table with the value that holds, for `config show`. A secret that was given
/// itself is "set".
[[nodiscard]] std::vector<EffectiveOption> effective_options(const GivenOptions& given,
                                                             GivenSecrets& secrets);

}  // namespace teamsctl::cli
