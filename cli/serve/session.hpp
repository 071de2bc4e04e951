#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "messages/event.hpp"
#include "messages/request.hpp"
#include "serve/answers.hpp"
#include "teamsctl/session.hpp"

namespace teamsctl::cli {

/// One session of serve: a pwsh, whom it is signed in as, and the requests that it has not ended
/// yet.
class ServeSession {
 public:
  /// Writes an event to the client.
  using Send = std::function<void(std::string_view)>;

  /// Starts pwsh and signs in. `id` is that of create_session. `own` are the program's sources when
  /// the client gave no credentials, else null. `loop`, `send` and `own` outlive this.
  ServeSession(Loop& loop, SessionOptions options, const Send& send, ServeAnswers* own,
               std::string name, std::string id, SignIn sign_in);

  [[nodiscard]] const std::string& name() const { return name_; }
  /// False from the moment on from which it takes nothing more.
  [[nodiscard]] bool open() const { return !closing_; }
  /// pwsh is gone, and its client told so. Nothing more comes; destroy it.
  [[nodiscard]] bool closed() const { return closed_; }
  [[nodiscard]] bool busy() const { return !running_.empty(); }
  [[nodiscard]] bool holds(const std::string& id) const;
  [[nodiscard]] bool is(const AnySession& session) const { return &session == session_.get(); }
  /// {"sessionId":...,"state":...,"account":...}
  [[nodiscard]] std::string row() const;

  // What the client asks for. Each answers by events with that `id`; `size` is that of its line.
  void run(const std::string& id, DoRequest asked, std::size_t size);
  void answer(const std::string& id, GiveAnswer given);
  void send_code(const std::string& id, SendMfaCode given);
  void close(const std::string& id);

  /// False when no such request is here. Without an id: all that run, or wait to.
  bool cancel(const std::string& id);
  /// Ends pwsh in good order without having been asked by the client.
  void close();

  void ask_client(const Challenge& challenge);
  /// Sends the rows that have come since.
  void flush();
  void pause() { session_->pause(); }
  void resume() { session_->resume(); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Running {
    std::string id;
    Clock::time_point since = Clock::now();
    std::size_t size = 0;
    bool signs_in = false;
    std::string rows;  // not sent yet, with commas between them
    std::uint64_t count = 0;
    std::optional<Clock::time_point> progress;  // when it was sent last
  };

  void take(const Event& event);
  void take(const Row& row);
  void take(const ChallengeOpened& opened);
  void take(const ChallengeClosed& closed);
  void take(const Connected& connected);
  void take(const Message& message);
  void take(const Progress& progress);
  void take(const Finished& finished);
  void take(const Closed& closed);
  void take(const StateChanged& changed);
  void take(const Ready& ready);

  [[nodiscard]] EventHead head(const std::string& id) const {
    return {.line = {}, .id = id, .session = name_};
  }
  [[nodiscard]] std::string id_of_question() const;
  [[nodiscard]] std::optional<Error> refusal(std::size_t size) const;
  void give(const std::string& id, const Challenge& challenge, Secret value);
  void send_rows(Running& running);
  void info(std::string_view state, std::string_view message);
  void refuse(const std::string& id, const Error& error) { send_(error_event(head(id), error)); }
  void done(const std::string& id) { send_(done_event(head(id), 0, std::chrono::milliseconds(0))); }

  const Send& send_;
  ServeAnswers* own_;
  std::string name_;
  std::string create_id_;
  int code_digits_;
  std::unique_ptr<Session> session_;
  std::map<RequestId, Running> running_;
  std::vector<Challenge> challenges_;  // open ones, in the order in which they came
  std::optional<Connected> connected_;
  std::optional<Error> failed_;  // why it ends without having been asked to
  std::string close_id_;
  Clock::time_point close_since_;
  bool close_asked_ = false;
  bool closing_ = false;
  bool closed_ = false;
};

}  // namespace teamsctl::cli
