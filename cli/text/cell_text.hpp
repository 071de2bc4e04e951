#pragma once

#include <string>
#include <string_view>

namespace teamsctl::cli {

/// A JSON value as the text of one cell: a string without quotes and escapes, null as nothing, a
/// number to the letter, a list of such values with `between` between them; whatever else is nested
/// stays JSON.
[[nodiscard]] std::string cell_text(std::string_view json, std::string_view between);

}  // namespace teamsctl::cli
