#pragma once

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agent/connection.hpp"
#include "agent/hosted_session.hpp"
#include "agent/lifetime.hpp"
#include "agent/listener.hpp"
#include "agent/passphrase_lock.hpp"
#include "teamsctl/agent.hpp"

namespace teamsctl::agent {

/// The agent: who may come in, which session a client gets, and when all of it ends.
class Server final : public Connection::Owner, public HostedSession::Owner {
 public:
  Server(AgentOptions options, Listener listener, std::string socket);
  ~Server() override;

  /// Until it has ended.
  void run();

 private:
  using Client = std::shared_ptr<Connection>;
  struct Guest {
    Client connection;
    HostedSession* session = nullptr;
    Limits limits;
    bool detached = false;  // its requests end without it
  };
  struct Try {
    Client client;
    Secret passphrase;
  };

  // server.cpp: coming and going
  void accept_some();
  bool accept_one();
  void out_of_descriptors();
  void signalled();
  void begin_end();
  void end_when_empty();
  /// All of them, or those of an identity; how many there were.
  std::size_t end_sessions(const Error& reason, const std::string* identity = nullptr);
  void time_came();
  void set_timer();
  void touch();
  // Connection::Owner
  bool take_frame(Connection& from, wire::FrameKind kind, std::string_view payload) override;
  void has_room(Connection& from) override;
  bool may_wait(Connection& from) override;
  void lost(Connection& from) override;
  // HostedSession::Owner
  void changed(HostedSession& session) override;
  void leaving(HostedSession& session) override;
  void ended(HostedSession& session) override;

  // server_frames.cpp: what clients want
  bool take(Guest& guest, wire::FrameKind kind, std::string_view payload);
  [[nodiscard]] std::optional<Error> refusal(const Connection& from, wire::FrameKind kind) const;
  void welcome(Connection& from) const;
  void hello(Connection& from, std::string_view payload);
  void open(Guest& guest, std::string_view payload);
  [[nodiscard]] bool request(Guest& guest, std::string_view payload);
  void decline(Guest& guest, std::string_view payload);
  void logout(Connection& from, std::string_view payload);
  void try_unlock();
  [[nodiscard]] std::string status() const;
  [[nodiscard]] HostedSession* find(const std::string& identity);

  AgentOptions options_;
  std::string socket_;
  Loop loop_;
  Listener listener_;
  io::Descriptor reserve_;  // given up to be able to refuse when there is none left
  io::Descriptor signals_;
  std::map<std::uint64_t, Guest> guests_;
  std::uint64_t last_guest_ = 0;
  std::list<std::unique_ptr<HostedSession>> sessions_;
  std::chrono::system_clock::time_point since_;
  Lifetime lifetime_;  // of the agent itself, while it has no session
  PassphraseLock lock_;
  std::vector<Try> tries_;
  Loop::Handle trying_;
  std::vector<Client> stoppers_;
  bool ending_ = false;
  bool ended_ = false;
  BootTimer timer_;
  Loop::Handle acceptable_;
  Loop::Handle accept_later_;
  Loop::Handle signal_;
  Loop::Handle last_words_;
};

}  // namespace teamsctl::agent
