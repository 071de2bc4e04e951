#pragma once

#include <array>
#include <string_view>

#include "teamsctl/secret.hpp"

namespace teamsctl::core {

/// What of bytes is to be seen in base64 whatever stands before and behind them: one text for each
/// alignment, in the standard alphabet, without the digits that bytes outside have a part in.
[[nodiscard]] std::array<Secret, 3> base64_cores(std::string_view bytes);

}  // namespace teamsctl::core
