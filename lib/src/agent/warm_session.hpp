#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "agent/client.hpp"
#include "teamsctl/agent.hpp"

namespace teamsctl::agent {

/// A session behind the agent; for AgentUse::if_there one in this process takes its place where the
/// agent has none, or has one that has expired.
class WarmSession final : public AnySession,
                          private Client::Owner,
                          public std::enable_shared_from_this<WarmSession> {
 public:
  WarmSession(Loop& loop, AgentSessionOptions options, Handler handler, io::Descriptor socket);
  void begin() { client_->begin(); }
  /// The handler is not called any more.
  void detach();

  RequestId start(Request request) override;
  bool answer(ChallengeId challenge, Secret value) override;
  void decline(ChallengeId challenge, Error reason) override;
  void cancel(RequestId request) override;
  void pause() override;
  void resume() override;
  void close() override;
  [[nodiscard]] State state() const noexcept override;

 private:
  struct Pending {
    std::string request;  ///< as JSON; of a sign-in, too
    bool is_sign_in = false;
    bool may_repeat = false;  ///< nothing happens when it is sent once more
    std::uint64_t rows = 0;
  };

  void open(RequestId id, SignIn who);
  void take_frame(wire::FrameKind kind, std::string_view payload) override;
  void lost(const Error& error, bool welcomed) override;
  void take(Event event);
  void take_end(Finished finished);
  /// Goes on with a session of this process: signs in, and then does what was not done.
  void go_local();
  void take_local(const Event& event);
  void emit(const Event& event);
  void later(Event event);

  Loop& loop_;
  AgentSessionOptions options_;
  Handler handler_;
  std::shared_ptr<Client> client_;
  std::string sign_in_;  // as JSON
  std::map<RequestId, Pending> pending_;
  std::map<ChallengeId, Challenge> challenges_;
  RequestId last_id_ = 0;
  State state_ = State::starting;
  bool closed_ = false;

  std::unique_ptr<Session> local_;
  std::map<RequestId, RequestId> ours_;  // from the numbers of the local session to ours
  RequestId local_sign_in_ = 0;
};

}  // namespace teamsctl::agent
