#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace teamsctl::cli {

// Both take UTF-8 without control characters (terminal_text.hpp), in any locale.

/// How many columns of a terminal the text takes: two for wide East Asian characters and emoji,
/// none for combining marks.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The text when it is no wider than `columns`, else as much of its beginning as leaves room for
/// "…" at the end. Never parts a character from its marks. `columns` is at least 1.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t columns);

}  // namespace teamsctl::cli
