#include <unistd.h>

#include <ctime>
#include <nlohmann/json.hpp>
#include <utility>

#include "agent/no_session.hpp"
#include "agent/server.hpp"
#include "agent/utc.hpp"
#include "wire/agent_event.hpp"
#include "wire/agent_json.hpp"
#include "wire/agent_request.hpp"

// What the clients of the agent want, frame by frame.
namespace teamsctl::agent {
namespace {

using nlohmann::json;
using wire::FrameKind;

/// More of one client wait in its socket and not here.
constexpr std::size_t most_requests = 16;

Error not_understood(const std::string& what) {
  return {.code = ErrorCode::agent,
          .message = "The agent does not understand " + what + ".",
          .hint = "Write teamsctl agent stop when teamsctl was updated since it started."};
}

}  // namespace

/// Nothing when this client may send such a frame now.
std::optional<Error> Server::refusal(const Connection& from, FrameKind kind) const {
  if (kind == FrameKind::stop) return std::nullopt;
  if (from.only_stop)
    return Error{.code = ErrorCode::agent,
                 .message = "The agent belongs to another user.",
                 .hint = "The superuser may only stop it."};
  if (lock_.closed() && kind != FrameKind::unlock && kind != FrameKind::lock &&
      kind != FrameKind::status)
    return Error{.code = ErrorCode::agent,
                 .message = "The agent is locked.",
                 .hint = "Write teamsctl agent unlock, or use --agent off."};
  if (ending_)
    return Error{
        .code = ErrorCode::agent, .message = "The agent is being ended.", .hint = "Try again."};
  return std::nullopt;
}

bool Server::take(Guest& guest, FrameKind kind, std::string_view payload) {
  Connection& from = *guest.connection;
  if (kind == FrameKind::hello) {
    hello(from, payload);
    return true;
  }
  // Needs no hello, so that any release can end any other.
  if (kind == FrameKind::stop && !from.is_greeted()) welcome(from);
  if (kind != FrameKind::stop && !from.is_greeted()) {
    from.error(not_understood("a client that does not say hello first"));
    from.finish();
    return false;
  }
  if (const std::optional<Error> refused = refusal(from, kind)) {
    from.error(*refused);
    return true;
  }
  touch();
  switch (kind) {
    case FrameKind::open:
      open(guest, payload);
      return true;
    case FrameKind::request:
      return request(guest, payload);
    case FrameKind::answer: {
      const ChallengeId challenge = wire::take_number(payload);
      if (guest.session != nullptr)
        guest.session->answer(guest.connection, challenge, Secret(payload));
      return true;
    }
    case FrameKind::decline:
      decline(guest, payload);
      return true;
    case FrameKind::cancel:
      if (guest.session != nullptr)
        guest.session->cancel(guest.connection, wire::take_number(payload));
      return true;
    case FrameKind::pause:
    case FrameKind::resume:
      from.slow = kind == FrameKind::pause;
      return true;
    case FrameKind::status:
      from.frame(FrameKind::report, status());
      return true;
    case FrameKind::logout:
      logout(from, payload);
      return true;
    case FrameKind::lock:
      if (lock_.close(Secret(payload)))
        from.frame(FrameKind::done, "{}");
      else
        from.error({.code = ErrorCode::agent,
                    .message = lock_.closed() ? "The agent is locked already."
                                              : "An empty passphrase locks nothing.",
                    .hint = lock_.closed() ? "" : "Give a passphrase."});
      return true;
    case FrameKind::unlock:
      tries_.push_back({guest.connection, Secret(payload)});
      try_unlock();
      return false;
    case FrameKind::stop:
      stoppers_.push_back(guest.connection);
      begin_end();
      return true;
    default:
      from.error(not_understood("a frame of this kind"));
      return true;
  }
}

void Server::hello(Connection& from, std::string_view payload) {
  const json said = json::parse(payload, nullptr, false);
  const json* protocol =
      said.is_object() && said.contains("protocol") ? &said["protocol"] : nullptr;
  if (protocol == nullptr || !protocol->is_array() || protocol->size() != 2 ||
      !(*protocol)[0].is_number_integer()) {
    from.error(not_understood("a hello without a version"));
    return;
  }
  const auto major = (*protocol)[0].get<std::int64_t>();
  // R38: also a client that cannot use the agent learns who it is.
  welcome(from);
  if (major == wire::agent_protocol_major)
    from.greeted();
  else
    from.error(
        {.code = ErrorCode::agent,
         .message = "The agent speaks version " + std::to_string(wire::agent_protocol_major) +
                    " of its protocol, and the client version " + std::to_string(major) + ".",
         .hint =
             "Write teamsctl agent stop, then teamsctl login: they have to be of one release."});
}

void Server::welcome(Connection& from) const {
  const json said{{"protocol", {wire::agent_protocol_major, wire::agent_protocol_minor}},
                  {"version", options_.version},
                  {"pid", ::getpid()},
                  {"locked", lock_.closed()}};
  from.frame(FrameKind::welcome, wire::line_of(said));
}

HostedSession* Server::find(const std::string& identity) {
  for (const auto& session : sessions_)
    if (!session->is_leaving() && session->identity() == identity) return session.get();
  return nullptr;
}

void Server::open(Guest& guest, std::string_view payload) {
  std::optional<wire::AgentOpen> wanted = wire::open_from_json(payload);
  if (!wanted) {
    guest.connection->error(not_understood("what session is wanted"));
    return;
  }
  const RequestId id = wanted->id;
  const bool sign_in = wanted->sign_in;
  guest.limits = wanted->limits;
  guest.detached = wanted->detached;
  HostedSession* session = find(wanted->identity);
  if (session == nullptr && !sign_in) {
    guest.connection->event(Finished{.request = id, .error = no_session()});
    return;
  }
  if (guest.session != nullptr && guest.session != session) guest.session->leave(guest.connection);
  if (session == nullptr) {
    sessions_.push_back(std::make_unique<HostedSession>(loop_, *this, std::move(*wanted)));
    session = sessions_.back().get();
  }
  guest.session = session;
  session->join(guest.connection, id, sign_in);
}

bool Server::request(Guest& guest, std::string_view payload) {
  const RequestId id = wire::take_number(payload);
  std::optional<Request> wanted = wire::request_from_json(payload);
  std::optional<Error> error;
  if (!wanted || std::holds_alternative<SignIn>(*wanted))
    error = not_understood("a request of this kind");
  else if (guest.session == nullptr)
    error = Error{.code = ErrorCode::not_connected,
                  .message = "The session of the agent has ended.",
                  .hint = "Write teamsctl login."};
  if (error) {
    guest.connection->event(Finished{.request = id, .error = std::move(error)});
    return true;
  }
  HostedSession& session = *guest.session;
  session.start(guest.connection, id, std::move(*wanted), guest.limits, guest.detached);
  return session.count_of(guest.connection) < most_requests;
}

void Server::decline(Guest& guest, std::string_view payload) {
  const ChallengeId challenge = wire::take_number(payload);
  if (guest.session != nullptr)
    guest.session->decline(guest.connection, challenge, wire::error_from_json(payload));
}

void Server::logout(Connection& from, std::string_view payload) {
  const json wanted = json::parse(payload, nullptr, false);
  std::string identity;
  const bool one = wanted.is_object() && wanted.contains("identity");
  if (one) identity = wanted.value("identity", "");
  const std::size_t count =
      end_sessions({.code = ErrorCode::not_connected,
                    .message = "The session of the agent was ended by a logout.",
                    .hint = "Write teamsctl login to sign in again."},
                   one ? &identity : nullptr);
  from.frame(FrameKind::done, json{{"sessions", count}}.dump());
}

/// One try at a time, each after the delay that the failed ones before it have earned.
void Server::try_unlock() {
  if (trying_ || tries_.empty()) return;
  trying_ = loop_.after(lock_.delay(), [this] {
    trying_.reset();
    const Try tried = std::move(tries_.front());
    tries_.erase(tries_.begin());
    if (!tried.client->is_gone()) {
      if (lock_.open(tried.passphrase))
        tried.client->frame(FrameKind::done, "{}");
      else
        tried.client->error({.code = ErrorCode::agent,
                             .message = "That is not the passphrase of the lock.",
                             .hint = "Try again; each wrong try takes longer."});
      tried.client->read_on();
    }
    try_unlock();
  });
}

std::string Server::status() const {
  std::string sessions;
  std::size_t count = 0;
  for (const auto& session : sessions_) {
    const std::optional<std::string> row =
        session->is_leaving() || lock_.closed() ? std::nullopt : session->status();
    if (!row) continue;
    sessions += (count++ == 0 ? "" : ",") + *row;
  }
  const nlohmann::ordered_json agent{{"pid", ::getpid()},         {"version", options_.version},
                                     {"socket", socket_},         {"since", utc(since_)},
                                     {"locked", lock_.closed()},  {"sessions", count},
                                     {"clients", guests_.size()}, {"maxClients", options_.clients}};
  return "{\"agent\":" + agent.dump(-1, ' ', false, json::error_handler_t::replace) +
         ",\"sessions\":[" + sessions + "]}";
}

}  // namespace teamsctl::agent
