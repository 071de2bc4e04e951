#pragma once

#include "options/options.hpp"

namespace teamsctl::cli {

/// `teamsctl agent start|status|stop|lock|unlock`. Returns the exit status.
[[nodiscard]] int run_agent_command(Options options);

}  // namespace teamsctl::cli
