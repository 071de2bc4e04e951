#include "serve/session.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "output/error_json.hpp"
#include "session/change_question.hpp"
#include "teamsctl/secret_source.hpp"
#include "text/json_text.hpp"

namespace teamsctl::cli {
namespace {

// What may wait in one session. Beyond it a client is told to wait, so that memory stays bounded.
constexpr std::size_t most_requests = 1000;
constexpr std::size_t most_bytes = 16u << 20;

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

}  // namespace teamsctl::cli
