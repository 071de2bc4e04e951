#include "agent_use.hpp"

#include <utility>
#include <variant>

#include "agent_process.hpp"
#include "teamsctl/agent.hpp"

namespace teamsctl::cli {
namespace {

std::unique_ptr<AnySession> own(Loop& loop, SessionOptions session, AnySession::Handler handler) {
  return std::make_unique<Session>(loop, std::move(session), std::move(handler));
}

Error nobody_there() {
  return {.code = ErrorCode::not_connected,
          .message = "There is no agent that keeps a session.",
          .hint = "Write teamsctl login to sign in and keep the session, or use --agent auto."};
}

}  // namespace

bool hands_over(const Options& options) {
  return std::holds_alternative<LoginCommand>(options.command) && options.agent != AgentChoice::off;
}

std::unique_ptr<AnySession> session_for(Loop& loop, const Options& options, SessionOptions session,
                                        AnySession::Handler handler, Log& log) {
  const bool login = hands_over(options);
  if (options.agent == AgentChoice::off) return own(loop, std::move(session), std::move(handler));
  if (!options.transcript.empty()) {
    // What crosses to and from pwsh is seen by the process that has it.
    if (login || options.agent == AgentChoice::only)
      throw Error{.code = ErrorCode::usage,
                  .message = "--transcript needs a PowerShell of its own.",
                  .hint = "Add --agent off."};
    return own(loop, std::move(session), std::move(handler));
  }
  if (login)
    if (const std::optional<Error> error = start_agent_process(options)) throw Error(*error);

  AgentSessionOptions use{.use = login                                ? AgentUse::sign_in
                                 : options.agent == AgentChoice::only ? AgentUse::only
                                                                      : AgentUse::if_there,
                          .session = session,
                          .detached = options.detach,
                          .idle = options.agent_idle,
                          .lifetime = options.agent_lifetime};
  auto made = agent_session(loop, std::move(use), handler);
  if (const Error* error = std::get_if<Error>(&made)) {
    // A place that others can write has no agent that one could use; nothing is lost without it.
    if (error->code != ErrorCode::insecure || login || options.agent == AgentChoice::only)
      throw Error(*error);
    log.info(error->message);
    return own(loop, std::move(session), std::move(handler));
  }
  auto& warm = std::get<std::unique_ptr<AnySession>>(made);
  if (warm) return std::move(warm);
  if (login || options.agent == AgentChoice::only) throw nobody_there();
  return own(loop, std::move(session), std::move(handler));
}

}  // namespace teamsctl::cli
