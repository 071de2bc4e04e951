#pragma once

#include "options/options.hpp"

namespace teamsctl::cli {

/// `teamsctl config show|validate|path`. Returns the exit status.
[[nodiscard]] int run_config(const Options& options);

}  // namespace teamsctl::cli
