#include "core/refusals.hpp"
#include "core/session_machine.hpp"
#include "core/sign_in_needs.hpp"

// The road of a sign-in, and the questions on it.
namespace teamsctl::core {

bool SessionMachine::sign_in_complete() const {
  return !next_need(std::get<SignInPlan>(queue_.front().plan).connect.parameters);
}

void SessionMachine::ask_for_needs(TimePoint now) {
  const auto& plan = std::get<SignInPlan>(queue_.front().plan);
  if (!desk_.empty()) return;
  std::optional<Challenge> need = next_need(plan.connect.parameters);
  if (!need) return;
  desk_.start_sign_in(plan.account, plan.mfa_code_digits);
  announce(desk_.open(std::move(*need), ToSignIn{}, now));
}

void SessionMachine::announce(const Challenge& opened) {
  Challenge shown = opened;
  // What is settled on another device is waited for as long as the sign-in may take.
  const std::optional<TimePoint> end =
      settled_elsewhere(opened.kind) ? stage_deadline_ : desk_.deadline();
  if (end && wall_time_) shown.expires_at = wall_time_(*end);
  emit(ChallengeOpened{std::move(shown)});
}

void SessionMachine::fill_in_need(ChallengeKind kind, Secret value, TimePoint now) {
  auto& plan = std::get<SignInPlan>(queue_.front().plan);
  if (kind == ChallengeKind::username) plan.account = std::string(value.reveal());
  fill_in(plan.connect.parameters, kind, std::move(value));
  begin_next(now);
}

void SessionMachine::begin_sign_in(TimePoint now) {
  Queued next = std::move(queue_.front());
  queue_.pop_front();
  active_.emplace(Active{});
  active_->id = next.id;
  active_->sign_in = std::get<SignInPlan>(std::move(next.plan));
  sign_in_again_ = active_->sign_in.again;
  active_->step = Step::import;
  active_->account = active_->sign_in.account;
  desk_.start_sign_in(active_->sign_in.account, active_->sign_in.mfa_code_digits);
  for_each_secret(active_->sign_in.connect.parameters,
                  [this](const Secret& secret) { redactor_.add(secret); });
  move(Trigger::sign_in_started);
  if (signed_in_before_) {
    active_->step = Step::disconnect;
    if (limits_.import.count() != 0) stage_deadline_ = now + limits_.import;
    send(std::move(active_->sign_in.disconnect));
    return;
  }
  import(now);
}

void SessionMachine::import(TimePoint now) {
  active_->step = Step::import;
  if (imported_) {
    import_done(now);
    return;
  }
  if (limits_.import.count() != 0) stage_deadline_ = now + limits_.import;
  send(std::move(active_->sign_in.import));
}

void SessionMachine::import_done(TimePoint now) {
  imported_ = true;
  move(Trigger::module_imported);
  connect(now);
}

void SessionMachine::connect(TimePoint now) {
  SignInPlan& plan = active_->sign_in;
  active_->step = Step::connect;
  stage_deadline_.reset();
  if (limits_.sign_in.count() != 0) stage_deadline_ = now + limits_.sign_in;
  watch_.arm();
  send(std::move(plan.connect));
}

void SessionMachine::connect_done(TimePoint) {
  watch_.disarm();
  close_challenges(false);
  signed_in_before_ = true;
  move(Trigger::connect_done);
  active_->step = Step::verify;
  send(std::move(active_->sign_in.verify));
}

Error SessionMachine::connect_error() const {
  Error error = sign_in_error(active_->errors);
  if (const Challenge* open = desk_.open_code_question();
      open != nullptr && (error.code == ErrorCode::mfa_refused || !error.aadsts)) {
    // Nobody has answered yet, so it was not the answer that was wrong.
    error.code = ErrorCode::mfa_refused;
    error.reason = Reason::code_late;
    error.message = "The sign-in gave up before a code came: " + error.message;
    error.hint = "Sign in again and give the code in time.";
    error.retryable = true;
    error.challenge = *open;
    return error;
  }
  if (error.code == ErrorCode::timeout) {
    error.reason = Reason::device_code_timed_out;
    error.challenge = active_->last_factor;
  } else if (error.code == ErrorCode::mfa_refused) {
    error.challenge = active_->last_factor;
    if (!active_->last_factor) {
      error.reason = Reason::number_not_shown;
      error.hint =
          "A second factor was asked for that was never shown here. Sign in with --auth "
          "device-code.";
    } else if (active_->last_factor->kind == ChallengeKind::mfa_code) {
      error.reason = Reason::code_refused;
      error.hint =
          "The code was wrong or too old. Check where it comes from and the clock of this machine, "
          "then sign in again.";
    } else {
      error.reason = Reason::approval_refused;
      error.hint = "It was denied, or not approved in time, on the other device. Sign in again.";
    }
  }
  return error;
}

void SessionMachine::verify_done(TimePoint now) {
  if (active_->tenant_id.empty()) {
    finish(Error{.code = ErrorCode::not_connected,
                 .message = "The sign-in was reported as done, but Get-CsTenant gives no tenant.",
                 .hint = "Try again.",
                 .retryable = true},
           now);
    return;
  }
  finish(std::nullopt, now);
}

void SessionMachine::open_challenge(Challenge challenge, AnswerRoute route, TimePoint now) {
  const bool asks_for_secret =
      challenge.kind == ChallengeKind::mfa_code || challenge.kind == ChallengeKind::password;
  if (asks_for_secret && desk_.attempts(challenge.kind) >= limits_.mfa_attempts) {
    if (const auto* prompt = std::get_if<ToPrompt>(&route))
      outputs_.emplace_back(SendRequest{HostDecline{prompt->prompt}});
    const bool typed_on_console = std::holds_alternative<ToConsole>(route);
    Error error{
        .code = challenge.kind == ChallengeKind::mfa_code ? ErrorCode::mfa_refused
                                                          : ErrorCode::sign_in_refused,
        .message = std::to_string(limits_.mfa_attempts) +
                   " answers were refused; the sign-in was stopped before the account is locked.",
        .hint =
            "Check where the codes come from and the clock of this machine, then sign in again.",
        .reason = challenge.kind == ChallengeKind::mfa_code ? Reason::code_refused : Reason::none};
    error.challenge = std::move(challenge);
    fail_active(std::move(error), now);
    if (typed_on_console) outputs_.emplace_back(TypeOnTerminal{Secret("\n")});
    return;
  }
  const Challenge& opened = desk_.open(std::move(challenge), std::move(route), now);
  if (opened.kind == ChallengeKind::mfa_code || settled_elsewhere(opened.kind))
    active_->last_factor = opened;
  announce(opened);
  move(Trigger::challenge_opened);
}

bool SessionMachine::answer(ChallengeId id, Secret value, TimePoint now) {
  std::optional<ChallengeDesk::Answered> answered = desk_.answer(id, std::move(value));
  if (!answered) return false;
  emit(ChallengeClosed{id});
  const ChallengeKind kind = answered->challenge.kind;
  if (Secret* text = std::get_if<Secret>(&answered->value);
      text != nullptr && kind != ChallengeKind::username)
    redactor_.add(*text);
  if (std::holds_alternative<ToSignIn>(answered->route)) {
    fill_in_need(kind, std::move(std::get<Secret>(answered->value)), now);
    return true;
  }
  if (desk_.empty() && state_ == State::awaiting_challenge) move(Trigger::challenge_closed);
  if (const auto* prompt = std::get_if<ToPrompt>(&answered->route)) {
    HostAnswer reply{.prompt = prompt->prompt, .value = 0};
    if (int* choice = std::get_if<int>(&answered->value)) {
      reply.value = *choice;
    } else {
      Secret text = std::move(std::get<Secret>(answered->value));
      if (prompt->kind == PromptKind::credential)
        reply.value = Credential{prompt->username.empty() ? active_->account : prompt->username,
                                 std::move(text)};
      else
        reply.value = std::move(text);
    }
    outputs_.emplace_back(SendRequest{std::move(reply)});
    return true;
  }
  watch_.answered();
  Secret line;
  if (Secret* text = std::get_if<Secret>(&answered->value)) {
    line = std::move(*text);
  } else {
    // On the console a choice is made by its label.
    line = Secret(
        answered->challenge.choices[static_cast<std::size_t>(std::get<int>(answered->value))]);
  }
  line.push_back('\n');
  outputs_.emplace_back(TypeOnTerminal{std::move(line)});
  return true;
}

void SessionMachine::decline(ChallengeId id, Error reason, TimePoint now) {
  const Challenge* challenge = desk_.find(id);
  if (challenge == nullptr) return;
  if (challenge->kind == ChallengeKind::mfa_code && challenge->attempt > 1 &&
      reason.code == ErrorCode::input_needed) {
    reason = {
        .code = ErrorCode::mfa_refused,
        .message = "The code was refused, and there is no other one.",
        .hint =
            "Check where the code comes from and the clock of this machine, then sign in again.",
        .reason = Reason::code_refused};
  }
  reason.challenge = *challenge;
  if (active_) {
    fail_active(std::move(reason), now);
    return;
  }
  // Something that the sign-in at the head of the queue lacks.
  close_challenges(false);
  const RequestId request = queue_.front().id;
  queue_.pop_front();
  reason.message = redactor_.redact(reason.message);
  finish_queued(request, std::move(reason));
  begin_next(now);
}

void SessionMachine::name_disabled_rules() {
  if (!active_) return;
  for (const std::string& name : rules_->take_disabled())
    emit(Message{active_->id, MessageLevel::warning,
                 "The prompt rule '" + name + "' took too long and is switched off."});
}

void SessionMachine::take_detections(std::vector<Detection>& found, TimePoint now) {
  for (Detection& detection : found) {
    if (!active_ || active_->step != Step::connect || active_->outcome) break;
    Challenge challenge;
    challenge.kind = detection.kind;
    challenge.message = redactor_.redact(detection.message);
    challenge.url = std::move(detection.url);
    challenge.display_code = std::move(detection.display_code);
    if (settled_elsewhere(detection.kind)) {
      // The same sentence may come through two channels.
      if (!desk_.shows_device_code(challenge.display_code))
        open_challenge(std::move(challenge), ToNobody{}, now);
      continue;
    }
    // A question of the host is answered first; text beside it may be that very question.
    if (desk_.question_open()) continue;
    challenge.secret =
        challenge.kind == ChallengeKind::mfa_code || challenge.kind == ChallengeKind::password;
    open_challenge(std::move(challenge), ToConsole{}, now);
  }
  found.clear();
}

}  // namespace teamsctl::core
