#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "teamsctl/export.hpp"

// How numbers, times and switches are written on the command line, in the environment, in a profile
// and in requests. Each returns nothing for a text that is none.
namespace teamsctl {

/// "500ms", "90s", "2m", "1h"; a bare number is seconds. At most a year.
[[nodiscard]] TEAMSCTL_API std::optional<std::chrono::milliseconds> parse_duration(
    std::string_view text);

/// 1, true, yes, on; 0, false, no, off; in any case of letters.
[[nodiscard]] TEAMSCTL_API std::optional<bool> parse_flag(std::string_view text);

/// Decimal digits and nothing else.
[[nodiscard]] TEAMSCTL_API std::optional<std::uint64_t> parse_number(std::string_view text);

}  // namespace teamsctl
