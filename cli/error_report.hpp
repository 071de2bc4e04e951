#pragma once

#include "teamsctl/error.hpp"

namespace teamsctl::cli {

/// Says on stderr what went wrong: a sentence and a hint, or one JSON object. Returns the exit status.
int report(const Error& error, bool json);

}  // namespace teamsctl::cli
