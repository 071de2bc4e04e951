#pragma once

#include <string_view>

namespace teamsctl::cli {

/// Writes a result that is here as a whole to stdout. Returns the exit status: 0, or that of
/// ErrorCode::output.
[[nodiscard]] int print(std::string_view text, bool json_errors);

}  // namespace teamsctl::cli
