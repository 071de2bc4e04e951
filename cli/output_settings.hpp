#pragma once

#include <functional>
#include <string>

#include "options.hpp"
#include "row_renderer.hpp"

namespace teamsctl::cli {

/// What the options say of the results, for stdout as it is now. `warn` is for sentences to a
/// person.
[[nodiscard]] OutputSettings output_settings(const Options& options,
                                             std::function<void(const std::string&)> warn);

}  // namespace teamsctl::cli
