#pragma once

#include <ctime>
#include <string>
#include <vector>

namespace teamsctl::simulator {

/// What the module makes of -AccessTokens.
enum class TokensVerdict {
  accepted,
  unreadable,  ///< not two, or one that is no JSON Web Token with a time of expiry
  unequal,     ///< their times of expiry lie 5400 seconds or more apart
  expired,
};

[[nodiscard]] TokensVerdict judge_tokens(const std::vector<std::string>& tokens, std::time_t now);

}  // namespace teamsctl::simulator
