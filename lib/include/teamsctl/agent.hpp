#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "teamsctl/any_session.hpp"
#include "teamsctl/error.hpp"
#include "teamsctl/export.hpp"
#include "teamsctl/loop.hpp"
#include "teamsctl/secret.hpp"
#include "teamsctl/session.hpp"

// The agent: a process of this user that keeps signed-in sessions for the programs that come after,
// behind a Unix socket that nobody else can use. teamsctl-agent(7) is its protocol.
//
// Errors below are ErrorCode::insecure when the place of the socket is open to others, and
// ErrorCode::agent when the agent cannot be talked to. Not one function here waits without end: 5 s
// for the agent to answer at all.
namespace teamsctl {

/// How the agent runs; what is here holds for all its sessions.
struct AgentOptions {
  std::chrono::milliseconds idle{
      900'000};  ///< it ends when it has had no session and no client for so long; 0: never
  std::size_t clients = 4000;  ///< more at a time are refused at once with ErrorCode::agent
  std::size_t request_bytes = 1u << 20;  ///< longer requests are refused; at most 16 MiB
  std::string version = {};              ///< of the program, for people
  /// Called once it listens.
  std::function<void()> ready = {};
  /// A socket that listens already, as systemd hands it over; it is not removed at the end.
  std::optional<int> listener = {};
};

/// Is the agent, until it is told to stop, gets SIGTERM, SIGINT or SIGHUP, or has nothing left to
/// keep. SIGUSR1 ends its sessions. Returns nothing after a good end, an Error when it could not
/// begin. Takes over the signals of the process.
[[nodiscard]] TEAMSCTL_API std::optional<Error> run_agent(AgentOptions options);

/// Starts an agent where none answers: `program` is run with `arguments` and has to call
/// run_agent(), write the line "ready" to its standard output when AgentOptions::ready is called,
/// or an error as agent_error_line() writes it. It gets a session of its own and no descriptor and
/// no variable that it does not need. Returns when the agent listens; of many who call this at once
/// one starts it.
[[nodiscard]] TEAMSCTL_API std::optional<Error> start_agent(
    const std::string& program, const std::vector<std::string>& arguments);
[[nodiscard]] TEAMSCTL_API std::string agent_error_line(const Error& error);

/// The path of the agent's socket, whether or not there is one; or ErrorCode::insecure.
[[nodiscard]] TEAMSCTL_API std::variant<std::string, Error> agent_socket();

/// How a session of the agent is used.
enum class AgentUse {
  if_there,  ///< else, and when it has expired before a row came, a Session in this process
  only,      ///< never a Session in this process
  sign_in,   ///< as `only`; where there is no session the agent makes one, and its challenges come
             ///< here
};

struct AgentSessionOptions {
  AgentUse use = AgentUse::if_there;
  SessionOptions session = {};
  /// A request that has begun goes on when this program ends before it; nobody gets what it brings.
  bool detached = false;
  std::chrono::milliseconds idle{
      900'000};  ///< of `sign_in`: the session ends when it is not used for so long; 0: never
  std::chrono::milliseconds lifetime{8 *
                                     3'600'000};  ///< of `sign_in`: it ends in any case; 0: never
};

/// A session behind the agent. The request SignIn says which: what is the same about it and about
/// the SessionOptions (how and as whom, tenant, PowerShell, modules, simulation) makes the
/// identity. Its secrets do not travel: they are asked for by challenges, and only by a new
/// sign-in. SessionOptions::transcript and renew_sign_in are not used by the agent.
///
/// Null when there is no agent; `if_there` and `only` never start one.
[[nodiscard]] TEAMSCTL_API std::variant<std::unique_ptr<AnySession>, Error> agent_session(
    Loop& loop, AgentSessionOptions options, AnySession::Handler handler);

/// What the agent says about itself and its sessions, as JSON.
struct AgentStatus {
  std::string agent = {};                  ///< an object
  std::vector<std::string> sessions = {};  ///< an object each; empty while it is locked
};

/// Each of these is ErrorCode::not_connected when there is no agent.
[[nodiscard]] TEAMSCTL_API std::variant<AgentStatus, Error> agent_status();
/// Returns when its sessions are ended and its socket is gone.
[[nodiscard]] TEAMSCTL_API std::optional<Error> stop_agent();
/// Ends the session of an identity, or with none all of them; how many there were.
[[nodiscard]] TEAMSCTL_API std::variant<std::size_t, Error> end_agent_sessions(
    const SignIn* who, const SessionOptions& options);
/// Until it is unlocked the agent does nothing but stop.
[[nodiscard]] TEAMSCTL_API std::optional<Error> lock_agent(const Secret& passphrase);
[[nodiscard]] TEAMSCTL_API std::optional<Error> unlock_agent(const Secret& passphrase);

}  // namespace teamsctl
