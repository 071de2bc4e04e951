#pragma once

namespace teamsctl::simulator {

/// Ends this process by a signal, whatever was done to ignore it, and leaves no core file.
[[noreturn]] void die_of(int signal);

}  // namespace teamsctl::simulator
