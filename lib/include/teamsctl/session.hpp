#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "teamsctl/event.hpp"
#include "teamsctl/limits.hpp"
#include "teamsctl/loop.hpp"
#include "teamsctl/request.hpp"

namespace teamsctl {

/// Replaces pwsh by the simulator that `program` (the teamsctl command line) carries.
struct Simulation {
  std::string program;             ///< path of the teamsctl program
  std::string scenario;            ///< a built-in name or a scenario file; empty for "default"
  std::uint64_t numbers = 1000;    ///< phone numbers in the simulated tenant
};

enum class LogLevel { debug, info, warning };

/// What crosses between teamsctl and pwsh, and on which way.
enum class Channel {
  request,         ///< to pwsh: one request of the host protocol, without its line feed
  record,          ///< from pwsh: one record of it
  typed,           ///< to pwsh: typed on its terminal
  output,          ///< from pwsh: its standard output
  error,           ///< from pwsh: its standard error
  terminal,        ///< from pwsh: written to its terminal
  ended,           ///< pwsh has ended: "exit N" or "signal N"
};

/// The stable name of a channel. Static storage.
[[nodiscard]] std::string_view name_of(Channel channel) noexcept;

/// One piece of a transcript, in the order in which the pieces crossed. Known secrets are redacted in it, and the secret members of
/// requests are whatever they hold. Text of the console may be any bytes.
struct TranscriptEntry {
  std::chrono::nanoseconds time;  ///< since the session was made
  Channel channel;
  std::string_view text;  ///< valid during the call
};

struct SessionOptions {
  /// The PowerShell to run: a path, or a name looked up on PATH. Needs 7.4 or newer.
  std::string pwsh = "pwsh";
  std::optional<Simulation> simulation;
  Limits limits;
  /// Told what the session does; the text holds no secret. May be empty.
  std::function<void(LogLevel, std::string_view)> log;
  /// Told everything that crosses. May be empty.
  std::function<void(const TranscriptEntry&)> transcript;
};

/// One pwsh, one identity, requests one after the other.
///
/// Everything happens inside Loop::run_one(): calls below only queue, never wait and never call the handler themselves.
/// One thread uses a session, the one that runs its loop.
class Session {
 public:
  using Handler = std::function<void(const Event&)>;

  /// Starts pwsh. A pwsh that cannot be started is reported like every other end: by a Closed event with
  /// ErrorCode::pwsh_missing. `loop` must outlive the session.
  Session(Loop& loop, SessionOptions options, Handler handler);

  /// Ends pwsh at once if it still runs, and waits for that (bounded by a few hundred milliseconds). Orderly callers call close() and
  /// run the loop until Closed.
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Queues a request; exactly one Finished event with the returned number follows. Anything but SignIn needs a session
  /// that is connected, or a SignIn queued before it; otherwise the request finishes with ErrorCode::not_connected.
  RequestId start(Request request);

  /// Answers an open challenge. Returns false, and keeps the challenge open, when there is no such challenge, when it is
  /// settled elsewhere, or when the answer cannot be one (a code of the wrong form, a label that is not offered).
  bool answer(ChallengeId challenge, Secret value);

  /// Says that no answer will come. The request that asked finishes with `reason`; for a code that was refused before,
  /// with ErrorCode::mfa_refused.
  void decline(ChallengeId challenge, Error reason);

  /// Stops a request and keeps the session. It finishes with ErrorCode::interrupted.
  void cancel(RequestId request);

  /// Stops, and starts again, taking rows from pwsh: for a reader that is slower than pwsh. Memory stays bounded and the
  /// command's clock stands still meanwhile.
  void pause();
  void resume();

  /// Ends pwsh in good order; Closed follows. Requests under way finish with ErrorCode::interrupted.
  void close();

  [[nodiscard]] State state() const noexcept;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace teamsctl
