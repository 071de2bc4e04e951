#include <algorithm>
#include <utility>
#include <variant>

#include "serve/server.hpp"
#include "text/overloaded.hpp"

// What the client asks for, one line at a time.
namespace teamsctl::cli {
namespace {

constexpr const char* no_session = "No active session. Create a session first.";

EventHead head_of(const MessageHead& head) {
  return {.line = {}, .id = head.id, .session = head.session};
}

Error usage_error(std::string message, std::string hint) {
  return {.code = ErrorCode::usage, .message = std::move(message), .hint = std::move(hint)};
}

}  // namespace

void ServeServer::refuse(const MessageHead& head, const Error& error) {
  send(error_event(head_of(head), error));
}

void ServeServer::done(const MessageHead& head, std::uint64_t rows) {
  send(done_event(head_of(head), rows, std::chrono::milliseconds(0)));
}

void ServeServer::take(const MessageLines::Line& line) {
  if (line.too_long) {
    const Error error = usage_error("This line is longer than 1 MiB and was not read.",
                                    "Send less in one request; see teamsctl-serve(7).");
    send(error_event({.line = line.number, .id = {}, .session = {}}, error));
    return;
  }
  std::variant<ClientMessage, BadMessage> read = read_message(line.text);
  if (const BadMessage* bad = std::get_if<BadMessage>(&read)) {
    EventHead head = head_of(bad->head);
    head.line = line.number;
    send(error_event(head, bad->error));
    return;
  }
  take(std::get<ClientMessage>(std::move(read)), line.text.size());
}

void ServeServer::take(ClientMessage message, std::size_t size) {
  const MessageHead& head = message.head;
  const auto holds = [&](const auto& session) { return session->holds(head.id); };
  if (!head.id.empty() && std::any_of(sessions_.begin(), sessions_.end(), holds)) {
    refuse(head, usage_error("This id belongs to a request that has not ended.",
                             "Use each id once at a time."));
    return;
  }
  std::visit(Overloaded{
                 [&](CreateSession& asked) { create(head, std::move(asked)); },
                 [&](SendMfaCode& asked) {
                   if (ServeSession* session = session_of(head))
                     session->send_code(head.id, std::move(asked));
                 },
                 [&](GiveAnswer& asked) {
                   if (ServeSession* session = session_of(head))
                     session->answer(head.id, std::move(asked));
                 },
                 [&](DoRequest& asked) {
                   if (ServeSession* session = session_of(head))
                     session->run(head.id, std::move(asked), size);
                 },
                 [&](const CancelRequest& asked) { cancel(head, asked.target); },
                 [&](const ListSessions&) { list(head); },
                 [&](const CloseSession&) {
                   if (ServeSession* session = session_of(head)) session->close(head.id);
                 },
                 [&](const ExitServe&) {
                   exit_id_ = head.id;
                   end();
                 },
             },
             message.body);
}

std::size_t ServeServer::open_sessions() const {
  return static_cast<std::size_t>(std::count_if(
      sessions_.begin(), sessions_.end(), [](const auto& session) { return session->open(); }));
}

ServeSession* ServeServer::session_of(const MessageHead& head) {
  const std::size_t open = open_sessions();
  if (open == 0) {
    refuse(
        head,
        {.code = ErrorCode::not_connected, .message = no_session, .hint = "Send create_session."});
    return nullptr;
  }
  if (head.session.empty() && open > 1) {
    refuse(head, usage_error("sessionId: it is missing, and several sessions are open.",
                             "list_sessions names them."));
    return nullptr;
  }
  for (const auto& session : sessions_)
    if (session->open() && (head.session.empty() || session->name() == head.session))
      return session.get();
  refuse(head, {.code = ErrorCode::not_connected,
                .message = "There is no such session.",
                .hint = "list_sessions names those there are."});
  return nullptr;
}

void ServeServer::list(const MessageHead& head) {
  std::string rows;
  for (const auto& session : sessions_) rows += (rows.empty() ? "" : ",") + session->row();
  send(EventLine("result", head_of(head)).json("rows", "[" + rows + "]").end_line());
  done(head, sessions_.size());
}

void ServeServer::cancel(const MessageHead& head, const std::string& target) {
  bool found = false;
  if (!target.empty()) {
    for (const auto& session : sessions_)
      if (session->open() && session->cancel(target)) found = true;
  } else if (ServeSession* session = session_of(head)) {
    found = session->cancel("");
  } else {
    return;
  }
  if (found)
    done(head);
  else
    refuse(head, usage_error(target.empty() ? "Nothing runs in this session."
                                            : "There is no request with this id, or it has ended.",
                             ""));
}

}  // namespace teamsctl::cli
