#pragma once

#include <string_view>
#include <vector>

#include "binding/binding_error.hpp"
#include "script/script_text.hpp"

namespace teamsctl::simulator {

/// Reads a script. Throws the error of not_simulated() for whatever is none of the small part.
[[nodiscard]] std::vector<Statement> parse_script(std::string_view text);

/// The error of a script that the simulator does not run; `part` is what it stumbled over.
[[nodiscard]] CommandFailed not_simulated(std::string_view part);

}  // namespace teamsctl::simulator
