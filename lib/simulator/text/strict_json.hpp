#pragma once

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

namespace teamsctl::simulator {

/// Keeps the order of members, which the protocol fixes.
using Json = nlohmann::ordered_json;

struct JsonError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Parses one JSON text. Throws JsonError for what RFC 8259 leaves open and this project does not:
/// a name that is there twice, and values that nest deeper than 512.
[[nodiscard]] Json parse_strictly(std::string_view text);

/// The JSON text of a value, without white space. Invalid UTF-8 becomes U+FFFD: a record must be
/// valid whatever a scenario says.
[[nodiscard]] std::string dump(const Json& value);

/// The same for a string.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace teamsctl::simulator
