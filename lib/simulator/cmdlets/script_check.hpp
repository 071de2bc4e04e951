#pragma once

#include <vector>

#include "cmdlets/cmdlets.hpp"
#include "script/script_text.hpp"

namespace teamsctl::simulator {

/// Looks at a whole script before any of it runs. Throws the error of not_simulated() when it has
/// a command that the simulator does not know, and with `read_only` the one of a command that may
/// change something.
void check_script(const std::vector<Statement>& script, const Version& module, bool read_only);

}  // namespace teamsctl::simulator
