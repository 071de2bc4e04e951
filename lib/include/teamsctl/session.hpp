#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "teamsctl/any_session.hpp"
#include "teamsctl/event.hpp"
#include "teamsctl/export.hpp"
#include "teamsctl/limits.hpp"
#include "teamsctl/loop.hpp"
#include "teamsctl/prompt_rule.hpp"
#include "teamsctl/request.hpp"
#include "teamsctl/transcript.hpp"

namespace teamsctl {

/// Replaces pwsh by the simulator in the teamsctl program, which is installed beside this library:
/// everything but PowerShell and the tenant is as it will be. teamsctl-scenario(5) says who can
/// sign in there and what happens: mfa@contoso.example has the password "Passw0rd!" and the code
/// 123456.
struct Simulation {
  std::string program = "teamsctl";  ///< a path, or a name looked up on PATH
  std::string scenario = {};         ///< a built-in name or a scenario file; empty for "default"
  std::uint64_t numbers = 1000;      ///< phone numbers in the simulated tenant
  std::string state = {};  ///< a file that keeps the changes of the tenant between runs; empty:
                           ///< they are forgotten
};

/// How much a text for SessionOptions::log matters.
enum class LogLevel { debug, info, warning };

/// What holds for one session. None of the functions here may throw or use the session.
struct SessionOptions {
  /// The PowerShell to run: a path, or a name looked up on PATH. Needs 7.4 or newer.
  std::string pwsh = "pwsh";
  std::optional<Simulation> simulation = {};
  Limits limits = {};
  /// What pwsh gets for its environment, as NAME=VALUE, less what must not reach it. None: that of
  /// this process.
  std::optional<std::vector<std::string>> environment = {};
  /// Rules for questions that the built-in ones do not know; tried before those. Ones that
  /// check_prompt_rules() refuses end the session with its error.
  std::vector<PromptRule> prompt_rules = {};
  /// Asked when the service no longer takes the sign-in in the middle of a request that may be
  /// repeated from where it is: true to sign in again, once in a request, in the same way as
  /// before. No secret is kept for it: its questions come as challenges. The request goes on
  /// afterwards without a row lost or doubled. Empty, or false: the request ends with
  /// ErrorCode::session_expired.
  std::function<bool()> renew_sign_in = {};
  /// Told what the session does; the text holds no secret. May be empty.
  std::function<void(LogLevel, std::string_view)> log = {};
  /// Told everything that crosses. May be empty.
  std::function<void(const TranscriptEntry&)> transcript = {};
};

/// The directory where the compiled session host is kept between starts; "-" when there is no place
/// for one.
[[nodiscard]] TEAMSCTL_API std::string session_host_cache();

/// One pwsh, one identity, requests one after the other.
///
/// Everything happens inside Loop::run_one(): calls below only queue, never wait and never call the
/// handler themselves. One thread uses a session, the one that runs its loop.
class TEAMSCTL_API Session final : public AnySession {
 public:
  /// Starts pwsh. A pwsh that cannot be started is reported like every other end: by a Closed event
  /// with ErrorCode::pwsh_missing. `loop` must outlive the session; `handler` is called from its
  /// run_one(), may use and destroy the session, and must not throw.
  Session(Loop& loop, SessionOptions options, Handler handler);

  /// Ends pwsh at once if it still runs, and waits for that (bounded by a few hundred
  /// milliseconds). Orderly callers call close() and run the loop until Closed.
  ~Session() override;

  RequestId start(Request request) override;
  bool answer(ChallengeId challenge, Secret value) override;
  void decline(ChallengeId challenge, Error reason) override;
  void cancel(RequestId request) override;
  void pause() override;
  void resume() override;
  void close() override;
  [[nodiscard]] State state() const noexcept override;

  /// What holds for requests that begin from now on, in place of the limits that the session was
  /// made with. How much may be held stays as it was.
  void set_limits(const Limits& limits);

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace teamsctl
