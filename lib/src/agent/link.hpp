#pragma once

#include <string>
#include <variant>

#include "io/descriptor.hpp"
#include "teamsctl/error.hpp"

namespace teamsctl::agent {

/// How long the agent may take to say anything at all.
inline constexpr int answer_limit_seconds = 5;

/// Nobody listens, or there is no place where one could.
struct NoAgent {};

/// A stream to the agent of this user, and of nobody else.
[[nodiscard]] std::variant<io::Descriptor, NoAgent, Error> connect_to_agent();

/// The first frame of a client.
[[nodiscard]] std::string hello_frame();

/// Nothing when the agent's welcome fits, else ErrorCode::agent.
[[nodiscard]] std::optional<Error> wrong_with_welcome(std::string_view payload);

[[nodiscard]] Error agent_lost();
[[nodiscard]] Error agent_silent();

}  // namespace teamsctl::agent
