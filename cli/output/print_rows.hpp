#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "options/options.hpp"

namespace teamsctl::cli {

/// Writes rows, each one JSON value, that are here as a whole, in the format that the options say.
/// Returns the exit status.
[[nodiscard]] int print_rows(const std::vector<std::string>& rows, const Options& options);

/// The same for many rows, which are written while they are made: `next` makes one after the other,
/// then nothing. `columns` are what a table shows unless asked otherwise.
[[nodiscard]] int print_rows(const std::function<std::optional<std::string>()>& next,
                             const std::vector<std::string_view>& columns, const Options& options);

}  // namespace teamsctl::cli
