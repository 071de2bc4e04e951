#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/record.hpp"

// Lines from the session host as values: teamsctl-host-protocol(7).
namespace teamsctl::wire {

/// A line that is no record: what is wrong with it.
struct ProtocolError {
  std::string what;
};

/// Parses one line, given without its line feed. An ObjectRecord's `json` points into `line`; it
/// has been checked to be one well-formed JSON value in valid UTF-8, so it can be passed on as it
/// is.
[[nodiscard]] std::variant<core::Record, ProtocolError> parse_record(std::string_view line);

/// The text in a JSON value: of the member `member` of an object, or of the value itself when
/// `member` is empty. An object in that place gives its member Id or Name. Nothing when there is no
/// text.
[[nodiscard]] std::optional<std::string> json_text(std::string_view json, std::string_view member);

}  // namespace teamsctl::wire
