#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace teamsctl::simulator {

/// Bytes from base64 or base64url (RFC 4648), with padding or without; nothing for other text.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace teamsctl::simulator
