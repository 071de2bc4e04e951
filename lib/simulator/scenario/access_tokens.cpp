#include "scenario/access_tokens.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "text/base64.hpp"
#include "text/strict_json.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::int64_t most_seconds_apart = 5400;

/// The `exp` of the token's payload, which is its second of three parts.
std::optional<std::int64_t> expiry_of(std::string_view token) {
  if (std::count(token.begin(), token.end(), '.') != 2) return std::nullopt;
  const auto begin = token.find('.') + 1;
  const auto payload = from_base64(token.substr(begin, token.find('.', begin) - begin));
  if (!payload) return std::nullopt;
  try {
    const Json claims = parse_strictly(*payload);
    if (!claims.is_object()) return std::nullopt;
    const auto expiry = claims.find("exp");
    if (expiry == claims.end() || !expiry->is_number_integer()) return std::nullopt;
    return expiry->get<std::int64_t>();
  } catch (const JsonError&) {
    return std::nullopt;
  }
}

}  // namespace

TokensVerdict judge_tokens(const std::vector<std::string>& tokens, std::time_t now) {
  if (tokens.size() != 2) return TokensVerdict::unreadable;
  const auto first = expiry_of(tokens[0]);
  const auto second = expiry_of(tokens[1]);
  if (!first || !second) return TokensVerdict::unreadable;
  if (std::min(*first, *second) <= now) return TokensVerdict::expired;
  if (std::abs(*first - *second) >= most_seconds_apart) return TokensVerdict::unequal;
  return TokensVerdict::accepted;
}

}  // namespace teamsctl::simulator
