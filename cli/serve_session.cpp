#include "serve_session.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "change_question.hpp"
#include "error_json.hpp"
#include "json_text.hpp"
#include "teamsctl/secret_source.hpp"

namespace teamsctl::cli {
namespace {

// What may wait in one session. Beyond it a client is told to wait, so that memory stays bounded.
constexpr std::size_t most_requests = 1000;
constexpr std::size_t most_bytes = 16u << 20;

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

/// True when another sign-in needs nothing that was given only once.
bool renews_silently(const SignIn& sign_in) {
  if (const auto* certificate = std::get_if<CertificateSignIn>(&sign_in.as))
    return !certificate->password;
  return std::holds_alternative<ThumbprintSignIn>(sign_in.as) ||
         std::holds_alternative<ManagedIdentitySignIn>(sign_in.as);
}

Error no_answer(std::string message, std::string hint) {
  return {.code = ErrorCode::usage, .message = std::move(message), .hint = std::move(hint)};
}

}  // namespace

ServeSession::ServeSession(Loop& loop, SessionOptions options, const Send& send, ServeAnswers* own,
                           std::string name, std::string id, SignIn sign_in)
    : send_(send),
      own_(own),
      name_(std::move(name)),
      create_id_(std::move(id)),
      code_digits_(sign_in.mfa_code_digits) {
  options.renew_sign_in = [this, silent = renews_silently(sign_in)] {
    return !closing_ && (own_ != nullptr ? own_->can_sign_in_again() : silent);
  };
  info("starting", "PowerShell is being started.");
  session_ = std::make_unique<Session>(loop, std::move(options),
                                       [this](const Event& event) { take(event); });
  running_[session_->start(std::move(sign_in))] = {.id = create_id_, .signs_in = true};
}

bool ServeSession::holds(const std::string& id) const {
  return (close_asked_ && close_id_ == id) ||
         std::any_of(running_.begin(), running_.end(),
                     [&](const auto& one) { return one.second.id == id; });
}

std::string ServeSession::row() const {
  nlohmann::ordered_json row{{"sessionId", name_},     {"state", name_of(session_->state())},
                             {"account", nullptr},     {"tenantId", nullptr},
                             {"displayName", nullptr}, {"requests", running_.size()}};
  if (connected_) {
    row["account"] = connected_->account;
    row["tenantId"] = connected_->tenant_id;
    row["displayName"] = connected_->display_name;
  }
  return json_text(row);
}

std::optional<Error> ServeSession::refusal(std::size_t size) const {
  const State state = session_->state();
  if (!connected_)
    return Error{.code = ErrorCode::not_connected,
                 .message = "The session is not connected yet.",
                 .hint = "Wait for the event connected."};
  if (state == State::expired && running_.empty())
    return Error{.code = ErrorCode::not_connected,
                 .message = "The sign-in of this session has expired.",
                 .hint = "Close the session and create another one."};
  std::size_t bytes = size;
  for (const auto& [number, running] : running_) bytes += running.size;
  if (running_.size() >= most_requests || bytes > most_bytes)
    return Error{.code = ErrorCode::temporary,
                 .message = "Too many requests wait in this session.",
                 .hint = "Send more when some are done.",
                 .retryable = true};
  return std::nullopt;
}

void ServeSession::run(const std::string& id, DoRequest asked, std::size_t size) {
  if (asked.dry_run) {
    EventLine line("result", head(id));
    send_(line.json("rows", "[" + dry_run_row(asked.request) + "]").end_line());
    send_(done_event(head(id), 1, std::chrono::milliseconds(0)));
    return;
  }
  if (const std::optional<Error> error = refusal(size)) {
    refuse(id, *error);
    return;
  }
  running_[session_->start(std::move(asked.request))] = {.id = id, .size = size};
}

void ServeSession::send_code(const std::string& id, SendMfaCode given) {
  const auto found = std::find_if(
      challenges_.rbegin(), challenges_.rend(),
      [](const Challenge& challenge) { return challenge.kind == ChallengeKind::mfa_code; });
  if (found == challenges_.rend()) {
    refuse(id, no_answer("No code is asked for.", "Wait for the event mfa_required."));
    return;
  }
  give(id, *found, std::move(given.code));
}

void ServeSession::answer(const std::string& id, GiveAnswer given) {
  const auto found =
      std::find_if(challenges_.rbegin(), challenges_.rend(), [&](const Challenge& challenge) {
        return given.challenge ? challenge.id == *given.challenge
                               : !settled_elsewhere(challenge.kind);
      });
  if (found == challenges_.rend()) {
    refuse(id, no_answer(given.challenge ? "This challenge is not open." : "Nothing is asked.",
                         "Wait for the events mfa_required and input_required."));
  } else if (settled_elsewhere(found->kind)) {
    refuse(id, no_answer("That is settled on the other device; there is nothing to send.", ""));
  } else {
    give(id, *found, std::move(given.value));
  }
}

void ServeSession::give(const std::string& id, const Challenge& challenge, Secret value) {
  const bool is_code = challenge.kind == ChallengeKind::mfa_code;
  if (is_code) {
    std::optional<Secret> code = pick_code(value, code_digits_);
    value = code ? std::move(*code) : Secret();
  }
  if (!value.empty() && session_->answer(challenge.id, std::move(value))) {
    done(id);
    return;
  }
  if (is_code) {
    const Error error = no_answer(
        "That is not a code of " + std::to_string(code_digits_) + " digits; it was not sent.",
        "The question is still open: send the code again.");
    send_(error_event(head(id), error, "invalid_code"));
    return;
  }
  std::string labels;
  for (const std::string& choice : challenge.choices)
    labels += (labels.empty() ? "" : ", ") + choice;
  refuse(id, no_answer(
                 "That cannot be an answer; it was not sent.",
                 labels.empty() ? "The question is still open." : "Choose from: " + labels + "."));
}

bool ServeSession::cancel(const std::string& id) {
  bool found = false;
  for (const auto& [number, running] : running_) {
    if (!id.empty() && running.id != id) continue;
    session_->cancel(number);
    found = true;
  }
  return found;
}

void ServeSession::close(const std::string& id) {
  close_asked_ = true;
  close_id_ = id;
  close_since_ = Clock::now();
  close();
}

void ServeSession::close() {
  closing_ = true;
  session_->close();
}

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
