#pragma once

#include <string>
#include <variant>

#include "teamsctl/error.hpp"

namespace teamsctl::cli {

/// All bytes of a file; "-" is standard input. `who` begins the message of the error, which is
/// ErrorCode::usage.
[[nodiscard]] std::variant<std::string, Error> read_whole(const std::string& file,
                                                          const std::string& who);

}  // namespace teamsctl::cli
