#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "teamsctl/export.hpp"

// Looks into the JSON of a row without changing it. A JSON library would make numbers into doubles
// and lose digits of what a tenant holds; here every value stays the text that it was.
//
// All functions take what Row::json holds: one valid JSON value (RFC 8259) in UTF-8. White space
// between tokens is allowed. On anything else they return an unspecified part of it, but read
// nothing beyond its end. Views point into the text that was given.
namespace teamsctl {

struct JsonMember {
  std::string_view name;   ///< between its quotes, escapes kept: json_unescaped() makes it text
  std::string_view value;  ///< JSON text of the value
};

/// The members of an object in their order; none when `json` is no object.
[[nodiscard]] TEAMSCTL_API std::vector<JsonMember> json_members(std::string_view json);

/// The items of an array in their order; none when `json` is no array.
[[nodiscard]] TEAMSCTL_API std::vector<std::string_view> json_items(std::string_view json);

/// The value of the member with that name, or nothing. `name` is plain text.
[[nodiscard]] TEAMSCTL_API std::optional<std::string_view> json_member(std::string_view json,
                                                                       std::string_view name);

/// The text of a JSON string, given with its quotes; nothing when `json` is no string.
[[nodiscard]] TEAMSCTL_API std::optional<std::string> json_string_text(std::string_view json);

/// What stands between the quotes of a JSON string, with its escapes resolved. Lone surrogates
/// become U+FFFD.
[[nodiscard]] TEAMSCTL_API std::string json_unescaped(std::string_view inner);

/// `text` (UTF-8) as a JSON string with its quotes.
[[nodiscard]] TEAMSCTL_API std::string json_quoted(std::string_view text);

}  // namespace teamsctl
