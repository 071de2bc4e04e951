#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "text/strict_json.hpp"

namespace teamsctl::simulator {

/// How a request wants its results.
struct ResultShape {
  /// The only members that each result has, in this order; nothing: all.
  std::optional<std::vector<std::string>> properties = {};
  /// Members that are written as their text; a name that begins with * stands for all that end so.
  std::vector<std::string> strings = {};
  /// How many levels of objects and lists there may be.
  unsigned depth = 16;
};

/// Brings a result into shape. Counts in `truncated` what lay too deep.
[[nodiscard]] Json shaped(Json value, const ResultShape& shape, std::uint64_t& truncated);

}  // namespace teamsctl::simulator
