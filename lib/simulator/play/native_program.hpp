#pragma once

#include <sys/types.h>

namespace teamsctl::simulator {

/// Starts a native program that sleeps for a minute, as a module's cmdlet might: in our session and
/// process group, with our console. Throws std::system_error.
pid_t start_native_program();

}  // namespace teamsctl::simulator
