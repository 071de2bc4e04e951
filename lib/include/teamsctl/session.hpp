#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "teamsctl/event.hpp"
#include "teamsctl/limits.hpp"
#include "teamsctl/loop.hpp"
#include "teamsctl/prompt_rule.hpp"
#include "teamsctl/request.hpp"
#include "teamsctl/transcript.hpp"

namespace teamsctl {

/// Replaces pwsh by the simulator that `program` (the teamsctl command line) carries.
struct Simulation {
  std::string program;           ///< path of the teamsctl program
  std::string scenario;          ///< a built-in name or a scenario file; empty for "default"
  std::uint64_t numbers = 1000;  ///< phone numbers in the simulated tenant
  std::string state;  ///< a file that keeps the changes of the tenant between runs; empty: they are
                      ///< forgotten
};

enum class LogLevel { debug, info, warning };

struct SessionOptions {
  /// The PowerShell to run: a path, or a name looked up on PATH. Needs 7.4 or newer.
  std::string pwsh = "pwsh";
  std::optional<Simulation> simulation;
  Limits limits;
  /// Rules for questions that the built-in ones do not know; tried before those. Ones that
  /// check_prompt_rules() refuses end the session with its error.
  std::vector<PromptRule> prompt_rules;
  /// Asked when the service no longer takes the sign-in in the middle of a request that may be
  /// repeated from where it is: true to sign in again, once in a request, in the same way as
  /// before. No secret is kept for it: its questions come as challenges. The request goes on
  /// afterwards without a row lost or doubled. Empty, or false: the request ends with
  /// ErrorCode::session_expired.
  std::function<bool()> renew_sign_in;
  /// Told what the session does; the text holds no secret. May be empty.
  std::function<void(LogLevel, std::string_view)> log;
  /// Told everything that crosses. May be empty.
  std::function<void(const TranscriptEntry&)> transcript;
};

/// The directory where the compiled session host is kept between starts; "-" when there is no place
/// for one.
[[nodiscard]] std::string session_host_cache();

/// One pwsh, one identity, requests one after the other.
///
/// Everything happens inside Loop::run_one(): calls below only queue, never wait and never call the
/// handler themselves. One thread uses a session, the one that runs its loop.
class Session {
 public:
  using Handler = std::function<void(const Event&)>;

  /// Starts pwsh. A pwsh that cannot be started is reported like every other end: by a Closed event
  /// with ErrorCode::pwsh_missing. `loop` must outlive the session.
  Session(Loop& loop, SessionOptions options, Handler handler);

  /// Ends pwsh at once if it still runs, and waits for that (bounded by a few hundred
  /// milliseconds). Orderly callers call close() and run the loop until Closed.
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Queues a request; exactly one Finished event with the returned number follows. Anything but
  /// SignIn needs a session that is connected, or a SignIn queued before it; otherwise the request
  /// finishes with ErrorCode::not_connected.
  RequestId start(Request request);

  /// Answers an open challenge. Returns false, and keeps the challenge open, when there is no such
  /// challenge, when it is settled elsewhere, or when the answer cannot be one (a code of the wrong
  /// form, a label that is not offered).
  bool answer(ChallengeId challenge, Secret value);

  /// Says that no answer will come. The request that asked finishes with `reason`; for a code that
  /// was refused before, with ErrorCode::mfa_refused.
  void decline(ChallengeId challenge, Error reason);

  /// Stops a request and keeps the session. It finishes with ErrorCode::interrupted.
  void cancel(RequestId request);

  /// Stops, and starts again, taking rows from pwsh: for a reader that is slower than pwsh. Memory
  /// stays bounded and the command's clock stands still meanwhile.
  void pause();
  void resume();

  /// Ends pwsh in good order; Closed follows. Requests under way finish with
  /// ErrorCode::interrupted.
  void close();

  [[nodiscard]] State state() const noexcept;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace teamsctl
