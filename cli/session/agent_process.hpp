#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "options/options.hpp"
#include "teamsctl/error.hpp"

namespace teamsctl::cli {

/// The word that makes this program the agent, as its first argument. Nobody types it.
inline constexpr std::string_view agent_word = "agent-process";

/// The agent, behind that word: says "ready" on stdout, or why not, and then nothing more.
[[nodiscard]] int run_agent_process(const std::vector<std::string>& arguments);

/// Starts one where none runs; returns when it answers.
[[nodiscard]] std::optional<Error> start_agent_process(const Options& options);

/// The agent in this process, for a supervisor such as systemd: takes its socket (LISTEN_FDS) and
/// tells it when it is ready (NOTIFY_SOCKET).
[[nodiscard]] int run_agent_here(const Options& options);

}  // namespace teamsctl::cli
