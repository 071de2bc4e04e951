#pragma once

#include <sys/types.h>

#include <string_view>

namespace teamsctl::io {

/// write(2) without SIGPIPE: a pwsh that is gone is an error of its session, and not the end of the
/// program that the library is in, whatever that program has done about the signal. Interrupted
/// calls are repeated.
[[nodiscard]] ssize_t quiet_write(int descriptor, std::string_view bytes) noexcept;

}  // namespace teamsctl::io
