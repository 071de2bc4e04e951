#pragma once

#include <optional>
#include <string>

#include "teamsctl/error.hpp"

namespace teamsctl::agent {

/// Where the agent of this user is found, whether it runs or not.
struct Place {
  std::string directory;
  std::string socket;  ///< short enough for a socket's address, with room for `unpublished`
};

/// A socket gets its name when it listens; until then it has this behind it.
inline constexpr const char* unpublished = ".new";

/// $XDG_RUNTIME_DIR/teamsctl, else /run/user/UID/teamsctl where that is ours, else
/// /tmp/teamsctl-UID. A path that no socket can have becomes /tmp/teamsctl-UID-HASH.
[[nodiscard]] Place agent_place();

/// R24: nothing when the directory is not there, or is a real directory, ours, closed to others,
/// below directories that nobody else can change; else ErrorCode::insecure.
[[nodiscard]] std::optional<Error> insecure_place(const Place& place);

/// Makes the directory where it is missing. Nothing of it is made when it would be insecure.
[[nodiscard]] std::optional<Error> make_place(const Place& place);

}  // namespace teamsctl::agent
