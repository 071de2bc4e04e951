#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "options/option_values.hpp"

namespace teamsctl::cli {

/// Where in a result a value stands: "City", "Tag.0", "AssignedPlan.Capability".
struct FieldPath {
  std::string name;                ///< as a column or member is called
  std::vector<std::string> steps;  ///< from the outside to the inside; at least one
};

/// The text of --fields: paths with commas between them, steps with dots. A backslash takes the
/// character behind it for what it is: "a\.b" is one name. Blanks around a path do not count. Two
/// paths of the same name are a mistake: a header that has a name twice is refused by many readers,
/// and so is such an object.
[[nodiscard]] std::variant<std::vector<FieldPath>, Problem> parse_fields(std::string_view text);

/// The name itself and nothing in it, whatever characters it has.
[[nodiscard]] FieldPath whole_name(std::string name);

}  // namespace teamsctl::cli
