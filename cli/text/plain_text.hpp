#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace teamsctl::cli {

/// The text in lines of at most 80 columns (of ASCII), each with `indent` blanks before it. Line
/// breaks in it are kept.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent = 0);

/// Rows of two columns: the left one as wide as the widest, the right one wrapped beside it. A left
/// text that is wider than `most` has its line for itself.
[[nodiscard]] std::string two_columns(const std::vector<std::pair<std::string, std::string>>& rows,
                                      std::size_t most = 28);

}  // namespace teamsctl::cli
