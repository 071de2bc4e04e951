#pragma once

#include <string>
#include <vector>

namespace teamsctl::cli {

/// The whole program. Returns the exit status.
[[nodiscard]] int run(std::vector<std::string> arguments);

}  // namespace teamsctl::cli
