#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace teamsctl::cli {

/// The name that was probably meant, by edit distance; empty when none is near. Of several the
/// first.
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& names);

}  // namespace teamsctl::cli
