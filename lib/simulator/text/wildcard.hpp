#pragma once

#include <string_view>

namespace teamsctl::simulator {

/// What is special in a pattern: `*`, any text, and with `question` also `?`, any character.
enum class Wildcards { star, question };

/// Compares without case, as -like does.
[[nodiscard]] bool is_like(std::string_view text, std::string_view pattern, Wildcards wildcards);

}  // namespace teamsctl::simulator
