#pragma once

#include <optional>
#include <string_view>

#include "teamsctl/secret.hpp"

namespace teamsctl::auth {

/// The bytes that base32 (RFC 4648) stands for, as people write it down: in either case, in groups
/// with spaces or dashes, with or without "=" at its end. Nothing when it is not base32, or nothing
/// at all. (liboath's own decoder leaves copies in memory.)
[[nodiscard]] std::optional<Secret> base32_decoded(std::string_view text);

}  // namespace teamsctl::auth
