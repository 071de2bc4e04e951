#include "command_line/agent_options.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "command_line/command_line.hpp"

namespace teamsctl::cli {

AddedCommand add_logout_command(CLI::App& app) {
  CLI::App* logout = app.add_subcommand("logout", "End the session that login left with the agent");
  const auto given = std::make_shared<LogoutCommand>();
  logout->add_flag("--all", given->all, "Every session of the agent, whoever it is signed in as")
      ->group("Options");
  return {logout, [given] { return Command{*given}; }};
}

AddedCommand add_agent_command(CLI::App& app) {
  CLI::App* agent = app.add_subcommand(
      "agent", "The process that keeps signed-in sessions: start it, ask it, stop it, lock it");
  const auto given = std::make_shared<AgentCommand>();
  agent
      ->add_flag("--foreground", given->foreground,
                 "With start: be the agent in this process, for a supervisor")
      ->group("Options");
  using What = AgentCommand::What;
  const std::vector<std::pair<What, CLI::App*>> all{
      {What::start,
       agent->add_subcommand("start", "Start it, when none runs; login does so by itself")},
      {What::status, agent->add_subcommand("status", "Print what it says about itself")},
      {What::stop, agent->add_subcommand("stop", "End it with all its sessions")},
      {What::lock, agent->add_subcommand(
                       "lock", "Let nobody use it until it is unlocked with the same passphrase")},
      {What::unlock, agent->add_subcommand("unlock", "Let it be used again")},
  };
  return {agent, [given, all]() -> std::variant<Command, UsageError> {
            const auto chosen = std::find_if(all.begin(), all.end(),
                                             [](const auto& one) { return one.second->parsed(); });
            if (chosen == all.end())
              return usage("agent: say what to do.",
                           "Write agent start, status, stop, lock or unlock.");
            given->what = chosen->first;
            if (given->foreground && given->what != What::start)
              return usage("--foreground: that is for agent start.");
            return Command{*given};
          }};
}

}  // namespace teamsctl::cli
