#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "teamsctl/secret.hpp"

namespace teamsctl::auth {

enum class TotpHash { sha1, sha256, sha512 };

/// What one-time codes are computed from.
struct TotpSeed {
  Secret key;
  TotpHash hash = TotpHash::sha1;
  std::optional<int> digits;  ///< only a URI says
  std::chrono::seconds period{30};
};

/// Base32, or an otpauth://totp URI; or why it is neither, to go behind "the secret", and without a
/// word of it.
[[nodiscard]] std::variant<TotpSeed, std::string> parse_totp_seed(const Secret& text);

/// The code of a time step. `digits` is 6, 7 or 8.
[[nodiscard]] Secret totp_code(const TotpSeed& seed, std::int64_t step, int digits);

}  // namespace teamsctl::auth
