#pragma once

#include <optional>
#include <string>

#include "teamsctl/challenge.hpp"
#include "teamsctl/error.hpp"
#include "teamsctl/event.hpp"

namespace teamsctl::cli {

/// What a person has to do on another device, as lines.
[[nodiscard]] std::string what_to_do(const Challenge& challenge);

/// R18: Entra ID says what time it is when it refuses. Codes by time and certificates fail for a
/// clock that is far off. Nothing when it is right to half a minute.
[[nodiscard]] std::optional<std::string> clock_skew(const Error& error);

/// What `login` prints.
[[nodiscard]] std::string connected_row(const Connected& connected);

}  // namespace teamsctl::cli
