#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "teamsctl/limits.hpp"
#include "teamsctl/prompt_rule.hpp"
#include "teamsctl/request.hpp"

namespace teamsctl::wire {

/// What a client wants to use, the frame `open` of teamsctl-agent(7).
struct AgentOpen {
  RequestId id = 0;
  bool sign_in = false;   ///< make the session where there is none
  std::string identity;   ///< the same text means the same session
  Limits limits;          ///< of the requests of this client
  bool detached = false;  ///< what has begun goes on when this client is gone

  // Only looked at with `sign_in`.
  SignIn who;
  std::string pwsh;
  bool simulated = false;
  std::string scenario;
  std::uint64_t numbers = 0;
  std::string state;
  std::vector<std::string> environment;  ///< any bytes
  std::vector<PromptRule> prompt_rules;
  std::chrono::milliseconds idle{
      0};  ///< ends the session when nobody has used it for so long; 0: never
  std::chrono::milliseconds lifetime{0};  ///< ends it in any case; 0: never
};

/// Nothing when a text in it is not valid UTF-8.
[[nodiscard]] std::optional<std::string> open_json(const AgentOpen& open);
[[nodiscard]] std::optional<AgentOpen> open_from_json(std::string_view json);

}  // namespace teamsctl::wire
