#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace teamsctl::cli {

/// bash, zsh, fish.
[[nodiscard]] std::vector<std::string> completion_shells();

/// The script that completes the words of teamsctl in that shell, or nothing for a shell that is
/// not known. It is text that is complete in itself: teamsctl is not run while somebody types.
[[nodiscard]] std::optional<std::string> completion_script(std::string_view shell);

}  // namespace teamsctl::cli
