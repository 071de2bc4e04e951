#include "commands/agent_command.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "output/error_report.hpp"
#include "output/print_rows.hpp"
#include "session/agent_process.hpp"
#include "session/secret_sources.hpp"
#include "teamsctl/agent.hpp"
#include "teamsctl/secret_source.hpp"
#include "terminal/terminal_prompter.hpp"

namespace teamsctl::cli {
namespace {

std::variant<Secret, Error> fetched(SecretSource& source, const std::string& question) {
  Loop loop;
  Challenge challenge;
  challenge.message = question;
  challenge.secret = true;
  std::optional<std::variant<Secret, Error>> result;
  source.fetch(loop, challenge,
               [&](std::variant<Secret, Error> given) { result.emplace(std::move(given)); });
  while (!result) loop.run_one(std::chrono::hours(1));
  return std::move(*result);
}

Error no_passphrase(const std::string& why) {
  return {
      .code = ErrorCode::input_needed,
      .message = "A passphrase for the agent is needed, and nothing gives it." +
                 (why.empty() ? "" : " " + why),
      .hint =
          "Give it with --agent-passphrase-file PATH (- is stdin), --agent-passphrase-command or "
          "TEAMSCTL_AGENT_PASSPHRASE, or run on a terminal."};
}

/// From the first source that gives one; on a terminal a new passphrase is asked for twice.
std::variant<Secret, Error> passphrase(const SignInOptions& options, bool is_new) {
  std::string why;
  for (const std::unique_ptr<SecretSource>& source : agent_passphrase_sources(options)) {
    std::variant<Secret, Error> given = fetched(*source, "");
    if (const Secret* secret = std::get_if<Secret>(&given); secret != nullptr && !secret->empty())
      return given;
    if (Error* error = std::get_if<Error>(&given)) {
      if (error->code != ErrorCode::input_needed) return given;
      why = error->message;
    }
  }
  const std::unique_ptr<SecretSource> terminal = terminal_secret();
  if (options.no_input || !terminal->available()) return no_passphrase(why);
  std::variant<Secret, Error> first = fetched(*terminal, "Passphrase for the agent");
  if (!is_new || std::holds_alternative<Error>(first)) return first;
  const std::unique_ptr<SecretSource> again = terminal_secret();
  std::variant<Secret, Error> second = fetched(*again, "The same passphrase again");
  if (std::holds_alternative<Error>(second)) return second;
  if (std::get<Secret>(first).reveal() != std::get<Secret>(second).reveal())
    return Error{.code = ErrorCode::usage,
                 .message = "The two passphrases differ; nothing was locked.",
                 .hint = "Try again."};
  return first;
}

int lock_or_unlock(const Options& options, bool lock) {
  std::variant<Secret, Error> given = passphrase(options.sign_in, lock);
  if (const Error* error = std::get_if<Error>(&given)) return report(*error, options.json_errors);
  const Secret& secret = std::get<Secret>(given);
  const std::optional<Error> error = lock ? lock_agent(secret) : unlock_agent(secret);
  return error ? report(*error, options.json_errors) : 0;
}

int status(const Options& options) {
  const auto found = agent_status();
  if (const Error* error = std::get_if<Error>(&found)) return report(*error, options.json_errors);
  return print_rows({std::get<AgentStatus>(found).agent}, options);
}

/// One that does not run has been stopped, whoever did it.
int stop(const Options& options) {
  const std::optional<Error> error = stop_agent();
  return error && error->code != ErrorCode::not_connected ? report(*error, options.json_errors) : 0;
}

}  // namespace

int run_agent_command(Options options) {
  const AgentCommand& command = std::get<AgentCommand>(options.command);
  switch (command.what) {
    case AgentCommand::What::start:
      if (command.foreground) return run_agent_here(options);
      if (const std::optional<Error> error = start_agent_process(options))
        return report(*error, options.json_errors);
      return 0;
    case AgentCommand::What::status:
      return status(options);
    case AgentCommand::What::stop:
      return stop(options);
    case AgentCommand::What::lock:
      return lock_or_unlock(options, true);
    case AgentCommand::What::unlock:
      return lock_or_unlock(options, false);
  }
  return 0;
}

}  // namespace teamsctl::cli
