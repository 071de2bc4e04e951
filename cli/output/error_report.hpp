#pragma once

#include <string>

#include "teamsctl/error.hpp"

namespace teamsctl::cli {

/// What is said of an error, with its line ends: a sentence and a hint, or one JSON object.
[[nodiscard]] std::string error_text(const Error& error, bool json);

/// Says it on stderr. Returns the exit status.
int report(const Error& error, bool json);

}  // namespace teamsctl::cli
