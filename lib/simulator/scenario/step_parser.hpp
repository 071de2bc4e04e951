#pragma once

#include <string>

#include "scenario/step.hpp"
#include "text/strict_json.hpp"

namespace teamsctl::simulator {

/// When steps are done decides what they can do: a record needs a session that is ready, an answer
/// or an error needs a command that runs.
enum class Stage { before_ready, idle, command };

/// Reads a list of steps; `path` is how messages name it. Throws ScenarioError.
[[nodiscard]] Steps parse_steps(const Json& list, const std::string& path, Stage stage);

}  // namespace teamsctl::simulator
