#pragma once

#include <string>

namespace teamsctl::simulator {

/// All bytes of a file. Throws std::system_error when it cannot be read.
[[nodiscard]] std::string read_file(const std::string& path);

}  // namespace teamsctl::simulator
