#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "messages/input.hpp"
#include "messages/request.hpp"
#include "options/options.hpp"
#include "output/log.hpp"
#include "output/stdout_writer.hpp"
#include "serve/session.hpp"
#include "session/signals.hpp"

namespace teamsctl::cli {

/// Reads requests, hands them to sessions, writes events, and ends in good order.
class ServeServer {
 public:
  /// Throws Error as a value when something that the options name cannot be used. `log` outlives
  /// this.
  ServeServer(Options options, Log& log);

  /// Returns the exit status.
  int run();

 private:
  // serve_server.cpp: the loop, the ends
  void turn();
  void full();
  void drained();
  void signal(int number);
  void end();
  [[nodiscard]] bool over() const;
  void watch_the_end();
  void send(std::string_view event) { writer_.add(event); }

  // serve_requests.cpp: what is asked
  void take(const MessageLines::Line& line);
  void take(ClientMessage message, std::size_t size);
  void list(const MessageHead& head);
  void cancel(const MessageHead& head, const std::string& target);
  void refuse(const MessageHead& head, const Error& error);
  void done(const MessageHead& head, std::uint64_t rows = 0);
  /// The session that is meant. Without one the client has been told why.
  ServeSession* session_of(const MessageHead& head);
  [[nodiscard]] std::size_t open_sessions() const;

  // serve_create.cpp
  void create(const MessageHead& head, CreateSession asked);
  [[nodiscard]] std::optional<Error> no_room() const;
  [[nodiscard]] bool taken(const std::string& name) const;
  [[nodiscard]] std::string new_name();
  [[nodiscard]] std::variant<SignIn, Error> sign_in_for(CreateSession asked) const;
  [[nodiscard]] SessionOptions options_for(const std::string& name);

  Options options_;
  std::size_t most_sessions_;
  Log& log_;
  Loop loop_;
  Signals signals_;
  StdoutWriter writer_;
  ServeSession::Send send_;
  ServeAnswers own_;
  std::vector<std::unique_ptr<ServeSession>> sessions_;
  std::uint64_t last_session_ = 0;
  std::string transcript_;  // the file of the first one
  std::uint64_t transcripts_ = 0;
  MessageInput input_;
  bool full_ = false;
  Loop::Handle hang_up_watch_;

  bool ending_ = false;
  std::optional<std::string> exit_id_;  // of the request exit
  int signal_ = 0;
  bool cancelled_ = false;  // by SIGINT, and something still runs
  bool abandoned_ = false;
  std::size_t waiting_ = 0;  // bytes of output when the end was looked at last
  Loop::Handle end_watch_;
};

}  // namespace teamsctl::cli
