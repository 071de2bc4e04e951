#pragma once

#include "options/options.hpp"

namespace teamsctl::cli {

/// `teamsctl bulk-assign`: checks a file whole, asks, then gives its numbers to its users, with a
/// journal of what is done. Returns the exit status.
[[nodiscard]] int run_bulk_assign(Options options);

}  // namespace teamsctl::cli
