#pragma once

#include <optional>

#include "teamsctl/error.hpp"

namespace teamsctl::agent {

/// What those hear who want a session that is not there.
inline Error no_session() {
  return {.code = ErrorCode::not_connected,
          .message = "The agent has no session of this identity.",
          .hint = "Write teamsctl login."};
}

/// After this end of a request its session is signed in no more.
inline bool session_is_gone(const std::optional<Error>& error) {
  return error &&
         (error->code == ErrorCode::session_expired || error->code == ErrorCode::not_connected);
}

}  // namespace teamsctl::agent
