#pragma once

#include <ctime>
#include <string>
#include <string_view>

namespace teamsctl::simulator {

/// The code of RFC 6238 (SHA-1, 6 digits, 30 seconds) that a base32 secret gives at a time. Throws
/// std::invalid_argument when the secret is not base32.
[[nodiscard]] std::string totp(std::string_view secret, std::time_t when);

/// True when `code` is that of the time, or of the step before or after it, as services accept it.
[[nodiscard]] bool totp_accepts(std::string_view secret, std::time_t when, std::string_view code);

}  // namespace teamsctl::simulator
