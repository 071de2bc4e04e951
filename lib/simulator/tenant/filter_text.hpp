#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tenant/number_condition.hpp"

namespace teamsctl::simulator {

/// Reads the text of -Filter: conditions joined by -and, each an attribute, -eq, -like or
/// -contains, and a value in single quotes, in square brackets or not. Throws BadRequest for
/// anything else.
[[nodiscard]] std::vector<Condition> parse_filter(std::string_view text);

/// What `NAME -eq 'VALUE'` says.
struct Equality {
  std::string name;
  std::string value;
};

/// Reads the text of -Filter where one such condition is all that is taken. Throws BadRequest.
[[nodiscard]] Equality parse_equality(std::string_view text);

}  // namespace teamsctl::simulator
