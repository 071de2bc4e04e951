#pragma once

namespace teamsctl::cli {

/// True for a pipe, a socket or a terminal, which can be empty or full for a while. Everything else
/// is always ready, and cannot be watched.
[[nodiscard]] bool may_block(int descriptor);

}  // namespace teamsctl::cli
