#pragma once

#include <functional>
#include <optional>

#include "core/host_request.hpp"
#include "teamsctl/challenge.hpp"

// What the command that signs in lacks. The machine asks for it without knowing any way to sign in:
// the values in the parameters say themselves what they are without.
namespace teamsctl::core {

/// The challenge for the next missing part, ready to be opened but for its account; nothing when
/// all is there.
[[nodiscard]] std::optional<Challenge> next_need(const HostParameters& connect);

/// Puts the answer to a challenge of next_need() in its place.
void fill_in(HostParameters& connect, ChallengeKind kind, Secret value);

/// True for text of exactly two words: the answer to ChallengeKind::access_tokens.
[[nodiscard]] bool is_two_tokens(std::string_view text);

void for_each_secret(const HostParameters& parameters,
                     const std::function<void(const Secret&)>& take);

}  // namespace teamsctl::core
