#pragma once

#include <optional>
#include <string>
#include <variant>

#include "teamsctl/error.hpp"

namespace teamsctl::cli {

/// $XDG_CONFIG_HOME/teamsctl/config.toml, else ~/.config/teamsctl/config.toml; empty when neither
/// directory is known.
[[nodiscard]] std::string default_config_path();

/// The bytes of the configuration file; nothing when there is none. It says which programs are run,
/// so it is refused (ErrorCode::insecure) when others can write it or put another in its place, and
/// when it belongs neither to this user nor to root. A symbolic link is followed; both directories
/// count. Other errors: ErrorCode::config.
[[nodiscard]] std::variant<std::optional<std::string>, Error> read_config_file(
    const std::string& path);

}  // namespace teamsctl::cli
