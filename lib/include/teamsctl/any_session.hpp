#pragma once

#include <functional>

#include "teamsctl/event.hpp"
#include "teamsctl/export.hpp"
#include "teamsctl/request.hpp"

namespace teamsctl {

/// A session, whoever has its pwsh: this process (Session) or the agent (agent_session()).
///
/// Everything happens inside Loop::run_one(): calls below only queue, never wait and never call the
/// handler themselves. One thread uses a session, the one that runs its loop.
class TEAMSCTL_API AnySession {
 public:
  using Handler = std::function<void(const Event&)>;

  AnySession() = default;
  virtual ~AnySession() = default;
  AnySession(const AnySession&) = delete;
  AnySession& operator=(const AnySession&) = delete;

  /// Queues a request; exactly one Finished event with the returned number follows. Anything but
  /// SignIn needs a session that is connected, or a SignIn queued before it; otherwise the request
  /// finishes with ErrorCode::not_connected.
  virtual RequestId start(Request request) = 0;

  /// Answers an open challenge. Returns false, and keeps the challenge open, when there is no such
  /// challenge, when it is settled elsewhere, or when the answer cannot be one (a code of the wrong
  /// form, a label that is not offered).
  virtual bool answer(ChallengeId challenge, Secret value) = 0;

  /// Says that no answer will come. The request that asked finishes with `reason`; for a code that
  /// was refused before, with ErrorCode::mfa_refused.
  virtual void decline(ChallengeId challenge, Error reason) = 0;

  /// Stops a request and keeps the session. It finishes with ErrorCode::interrupted.
  virtual void cancel(RequestId request) = 0;

  /// Stops, and starts again, taking rows: for a reader that is slower than pwsh. Memory stays
  /// bounded and the command's clock stands still meanwhile.
  virtual void pause() = 0;
  virtual void resume() = 0;

  /// Ends the session for the caller in good order; Closed follows. Requests under way finish with
  /// ErrorCode::interrupted.
  virtual void close() = 0;

  [[nodiscard]] virtual State state() const noexcept = 0;
};

}  // namespace teamsctl
