#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace teamsctl {

/// Plays pwsh on the descriptors 0 to 4 of this process: the protocols of teamsctl-host-protocol(7)
/// and a console, with a simulated tenant behind them (teamsctl-scenario(5)). Returns the process's
/// exit status when the session ends. `arguments` are those that Session passes to the simulation's
/// program, without the program itself and without the word that selects the simulator.
int run_simulator(std::span<const std::string_view> arguments);

/// The names of the built-in scenarios, in alphabetical order.
[[nodiscard]] std::vector<std::string_view> built_in_scenarios();

/// The word that makes the teamsctl program call run_simulator() as its first argument.
inline constexpr std::string_view simulator_word = "simulated-pwsh";

}  // namespace teamsctl
