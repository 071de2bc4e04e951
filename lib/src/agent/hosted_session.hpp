#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "agent/connection.hpp"
#include "agent/lifetime.hpp"
#include "agent/turns.hpp"
#include "teamsctl/session.hpp"
#include "wire/agent_open.hpp"

namespace teamsctl::agent {

/// One identity and its pwsh, with those who use it: who signs in, who waits for that, whose
/// request runs, whose come next.
class HostedSession {
 public:
  using Client = std::shared_ptr<Connection>;

  class Owner {
   public:
    virtual ~Owner() = default;
    /// Whether it is busy, and how long it may live, may have changed.
    virtual void changed(HostedSession& session) = 0;
    /// It is of no use any more and takes nothing more; its pwsh is being ended.
    virtual void leaving(HostedSession& session) = 0;
    /// Its pwsh is gone. The last call.
    virtual void ended(HostedSession& session) = 0;
  };

  /// Starts its pwsh.
  HostedSession(Loop& loop, Owner& owner, wire::AgentOpen open);

  [[nodiscard]] const std::string& identity() const noexcept { return identity_; }

  /// A client wants to use it. One that may sign in does so when nobody else does; the others wait
  /// for what comes of it.
  void join(const Client& client, RequestId id, bool may_sign_in);
  /// Runs the request when its turn comes, unless that is later than `limits.command`. A detached
  /// one goes on without its client once it has begun.
  void start(const Client& client, RequestId id, Request request, const Limits& limits,
             bool detached);
  void answer(const Client& client, ChallengeId challenge, Secret value);
  void decline(const Client& client, ChallengeId challenge, Error reason);
  void cancel(const Client& client, RequestId id);
  void has_room(const Client& client);
  void leave(const Client& client);

  /// Ends it: `reason` is what everybody gets who waits for something.
  void end(const Error& reason);

  [[nodiscard]] bool is_busy() const noexcept { return active_ || signing_in_; }
  [[nodiscard]] bool is_leaving() const noexcept { return leaving_; }
  /// pwsh stands still until this client reads on, and somebody else wants it.
  [[nodiscard]] bool is_held_up_by(const Client& client) const {
    return paused_ && active_ && active_->client == client && turns_.others_than(client->id());
  }
  /// How many requests of the client are not finished.
  [[nodiscard]] std::size_t count_of(const Client& client) const;
  [[nodiscard]] const Lifetime& lifetime() const noexcept { return lifetime_; }
  /// What `teamsctl status` shows, as JSON; nothing while nobody is signed in.
  [[nodiscard]] std::optional<std::string> status() const;

 private:
  struct Waiter {
    Client client;
    RequestId id = 0;
    bool may_sign_in = false;
  };
  struct Pending {
    Client client;
    RequestId id = 0;
    Request request;
    Limits limits;
    bool detached = false;
    std::chrono::steady_clock::time_point since;
    Loop::Handle overdue;
  };
  struct Active {
    Client client;
    RequestId id = 0;     ///< in the client's counting
    RequestId inner = 0;  ///< in the session's
    bool detached = false;
  };

  void take(const Event& event);
  void take_end(const Finished& finished);
  void sign_in_ended(const Finished& finished);
  void begin_sign_in();
  void begin_next();
  void waited_too_long(const Client& client, RequestId id);
  void used();
  [[nodiscard]] Client asker() const;
  static void finish(const Client& client, RequestId id, const std::optional<Error>& error);

  Loop& loop_;
  Owner& owner_;
  std::string identity_;
  std::string sign_in_;  // the request as JSON: it may have to be made again
  Lifetime lifetime_;
  std::unique_ptr<Session> session_;
  std::string powershell_;
  std::optional<Connected> connected_;
  std::chrono::system_clock::time_point signed_in_at_;

  std::deque<Waiter> waiters_;  // the first signs in
  bool signing_in_ = false;
  std::map<ChallengeId, Challenge> challenges_;  // the open ones
  bool asker_left_ = false;
  RequestId sign_in_id_ = 0;
  Turns<Pending> turns_;
  std::optional<Active> active_;
  bool paused_ = false;
  bool leaving_ = false;
};

}  // namespace teamsctl::agent
