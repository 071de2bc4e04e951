#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "options/options.hpp"
#include "output/row_renderer.hpp"

namespace teamsctl::cli {

/// What the options say of the results, for stdout as it is now. `columns` are what a table shows
/// unless asked otherwise; `warn` is for sentences to a person.
[[nodiscard]] OutputSettings output_settings(const Options& options,
                                             const std::vector<std::string_view>& columns,
                                             std::function<void(const std::string&)> warn);

}  // namespace teamsctl::cli
