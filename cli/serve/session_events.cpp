#include <chrono>
#include <utility>
#include <variant>

#include "output/error_json.hpp"
#include "serve/session.hpp"
#include "text/json_text.hpp"

// What comes from pwsh, and how it is told to the client.
namespace teamsctl::cli {
namespace {

// Of rows in one event. There is nothing to wait for: fewer are sent when no more are there.
constexpr std::uint64_t most_rows = 1000;
constexpr std::size_t enough_bytes = 64 * 1024;

constexpr std::chrono::milliseconds between_progress{100};

/// What a session does before it is connected, in words; nothing for what needs none.
std::optional<std::string_view> said_of(State state) {
  switch (state) {
    case State::importing:
      return "The MicrosoftTeams module is being loaded.";
    case State::signing_in:
      return "The sign-in has begun.";
    case State::verifying:
      return "The sign-in is being checked.";
    case State::expired:
      return "The sign-in has expired.";
    default:
      return std::nullopt;
  }
}

}  // namespace

void ServeSession::flush() {
  for (auto& [number, running] : running_) send_rows(running);
}

void ServeSession::send_rows(Running& running) {
  if (running.count == 0) return;
  send_(EventLine("result", head(running.id)).json("rows", "[" + running.rows + "]").end_line());
  running.rows.clear();
  running.count = 0;
}

void ServeSession::info(std::string_view state, std::string_view message) {
  send_(EventLine("info", head(connected_ ? id_of_question() : create_id_))
            .text("state", state)
            .text("message", message)
            .end_line());
}

/// A question comes from the sign-in, or from the request for which it is renewed: the first of
/// those that have not ended.
std::string ServeSession::id_of_question() const {
  return running_.empty() ? std::string() : running_.begin()->second.id;
}

void ServeSession::ask_client(const Challenge& challenge) {
  send_(challenge_event(head(id_of_question()), challenge));
}

void ServeSession::take(const Event& event) {
  std::visit([this](const auto& one) { take(one); }, event);
}

void ServeSession::take(const Row& row) {
  const auto found = running_.find(row.request);
  if (found == running_.end()) return;
  Running& running = found->second;
  if (running.count != 0) running.rows += ',';
  running.rows += row.json;
  if (++running.count == most_rows || running.rows.size() >= enough_bytes) send_rows(running);
}

void ServeSession::take(const ChallengeOpened& opened) {
  challenges_.push_back(opened.challenge);
  if (own_ != nullptr && !settled_elsewhere(opened.challenge.kind))
    own_->answer(*session_, opened.challenge);
  else
    ask_client(opened.challenge);
}

void ServeSession::take(const ChallengeClosed& closed) {
  std::erase_if(challenges_, [&](const Challenge& one) { return one.id == closed.id; });
  if (own_ != nullptr) own_->withdraw(*session_, closed.id);
}

void ServeSession::take(const Connected& connected) {
  const bool renewed = connected_.has_value();
  connected_ = connected;
  if (renewed)
    info("connected", "The sign-in was renewed.");
  else
    send_(connected_event(head(create_id_), connected));
}

void ServeSession::take(const Message& message) {
  const auto found = running_.find(message.request);
  if (found == running_.end()) return;
  send_rows(found->second);
  send_(message_event(head(found->second.id), message));
}

void ServeSession::take(const Progress& progress) {
  const auto found = running_.find(progress.request);
  if (found == running_.end()) return;
  const Clock::time_point now = Clock::now();
  if (found->second.progress && now - *found->second.progress < between_progress) return;
  found->second.progress = now;
  send_rows(found->second);
  send_(progress_event(head(found->second.id), progress));
}

void ServeSession::take(const Finished& finished) {
  const auto found = running_.find(finished.request);
  if (found == running_.end()) return;
  send_rows(found->second);
  const Running ended = std::move(found->second);
  running_.erase(found);
  if (finished.truncated != 0)
    send_(
        EventLine("warning", head(ended.id))
            .text("message", std::to_string(finished.truncated) +
                                 " values were nested too deep and are marked {\"truncated\":true}")
            .end_line());
  if (finished.error) {
    refuse(ended.id, *finished.error);
  } else {
    const auto time =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - ended.since);
    send_(done_event(head(ended.id), finished.rows, time));
  }
  if (ended.signs_in && finished.error && !closing_) {
    failed_ = finished.error;
    close();
  }
}

void ServeSession::take(const Closed& closed) {
  closing_ = closed_ = true;
  if (closed.error) failed_ = closed.error;
  // A pwsh that never ran is gone before the sign-in has been asked for.
  for (const auto& [number, running] : std::exchange(running_, {}))
    refuse(running.id,
           failed_ ? *failed_ : Error{.code = ErrorCode::interrupted, .message = "Interrupted."});
  EventLine line("session_closed", head(close_id_));
  send_(line.json("error", failed_ ? json_text(error_json(*failed_)) : "null").end_line());
  if (!close_asked_) return;
  const auto time =
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - close_since_);
  send_(done_event(head(close_id_), 0, time));
}

void ServeSession::take(const StateChanged& changed) {
  if (changed.from == State::awaiting_challenge && changed.to == State::signing_in)
    info(name_of(changed.to), "The sign-in goes on.");
  else if (const std::optional<std::string_view> said = said_of(changed.to))
    info(name_of(changed.to), *said);
}

void ServeSession::take(const Ready& ready) {
  info("ready", "PowerShell " + ready.powershell + " is ready.");
}

}  // namespace teamsctl::cli
