#include "core/session_machine.hpp"

#include <algorithm>
#include <cstring>

// The queue of requests, the ends of requests and sessions, and the times.
namespace teamsctl::core {
namespace {

Error interrupted() {
  return {.code = ErrorCode::interrupted, .message = "Interrupted.", .retryable = true};
}

std::string how_it_ended(const ChildEnd& end) {
  if (end.status) return "exit status " + std::to_string(*end.status);
  if (!end.signal) return "no status";
  std::string text = "signal " + std::to_string(*end.signal);
  constexpr int sigkill = 9;
  if (*end.signal == sigkill) text += ", perhaps for want of memory";
  return text;
}

std::string seconds(std::chrono::milliseconds time) {
  const auto ms = time.count();
  std::string text = std::to_string(ms / 1000);
  if (ms % 1000 != 0) {
    std::string fraction = std::to_string(1000 + ms % 1000).substr(1);
    while (fraction.back() == '0') fraction.pop_back();
    text += "." + fraction;
  }
  return text + " s";
}

}  // namespace

SessionMachine::SessionMachine(const Limits& limits, std::shared_ptr<PromptRules> rules,
                               JsonText json_text, WallTime wall_time, TimePoint now)
    : limits_(limits),
      rules_(std::move(rules)),
      json_text_(std::move(json_text)),
      wall_time_(std::move(wall_time)),
      desk_(limits),
      watch_(rules_, limits.console_tail_bytes) {
  limits_.mfa_attempts = std::clamp(limits_.mfa_attempts, 1, max_mfa_attempts);
  if (limits_.start.count() != 0) stage_deadline_ = now + limits_.start;
}

void SessionMachine::take_outputs(std::vector<Output>& into) {
  into.clear();
  into.swap(outputs_);
  handed_rows_ = std::exchange(made_rows_, {});
}

void SessionMachine::move(Trigger trigger) {
  const std::optional<State> to = next_state(state_, trigger);
  if (!to || *to == state_) return;
  const State from = std::exchange(state_, *to);
  emit(StateChanged{from, *to});
}

void SessionMachine::send(HostInvoke invoke) {
  invoke.id = ++last_host_id_;
  active_->host_id = invoke.id;
  active_->errors.clear();
  outputs_.emplace_back(SendRequest{std::move(invoke)});
}

void SessionMachine::send(HostScript script) {
  script.id = ++last_host_id_;
  active_->host_id = script.id;
  active_->errors.clear();
  outputs_.emplace_back(SendRequest{std::move(script)});
}

void SessionMachine::start(RequestId id, Plan plan, TimePoint now) {
  if (state_ == State::closing || state_ == State::closed) {
    Error error = closing_because_ ? *closing_because_
                                   : Error{.code = ErrorCode::not_connected,
                                           .message = "The session has ended.",
                                           .hint = "Start a new one."};
    emit(Finished{.request = id, .error = std::move(error)});
    return;
  }
  queue_.push_back({id, std::move(plan)});
  begin_next(now);
}

void SessionMachine::begin_next(TimePoint now) {
  while (!active_ && !queue_.empty()) {
    if (std::holds_alternative<SignInPlan>(queue_.front().plan)) {
      ask_for_needs(now);
      if (!sign_in_complete()) return;
      if (!next_state(state_, Trigger::sign_in_started)) {
        if (state_ == State::starting) return;
        emit(Finished{.request = queue_.front().id,
                      .error = Error{.code = ErrorCode::usage,
                                     .message = "This session is signed in already.",
                                     .hint = "Use a session of its own for each identity."}});
        queue_.pop_front();
        continue;
      }
      begin_sign_in(now);
      return;
    }
    if (state_ == State::starting) return;
    const bool needs_sign_in = std::get<QueryPlan>(queue_.front().plan).needs_sign_in;
    if (needs_sign_in && state_ != State::connected) {
      emit(Finished{.request = queue_.front().id,
                    .error = Error{.code = ErrorCode::not_connected,
                                   .message = "Nobody is signed in.",
                                   .hint = "Sign in first."}});
      queue_.pop_front();
      continue;
    }
    Queued next = std::move(queue_.front());
    queue_.pop_front();
    begin_query(std::move(next), now);
  }
}

void SessionMachine::finish(std::optional<Error> error, TimePoint now) {
  Active done = std::move(*active_);
  active_.reset();
  stage_deadline_.reset();
  cancel_deadline_.reset();
  watch_.disarm();
  close_challenges(false);
  if (error) {
    error->message = redactor_.redact(error->message);
    error->detail = redactor_.redact(error->detail);
    if (error->challenge) error->challenge->message = redactor_.redact(error->challenge->message);
  }
  if (done.step == Step::query && !done.query.needs_sign_in) {
    // Nobody's sign-in had a part in it.
  } else if (done.step == Step::query) {
    const bool gone = error && (error->code == ErrorCode::session_expired ||
                                error->code == ErrorCode::not_connected);
    move(gone ? Trigger::sign_in_expired : Trigger::request_finished);
  } else if (error) {
    move(Trigger::sign_in_failed);
  } else {
    move(Trigger::verified);
    emit(Connected{done.account, done.tenant_id, done.display_name});
    if (suspended_) {
      go_on_after_renewal(now);
      return;
    }
  }
  if (suspended_) {
    // The renewal itself has failed.
    finish_queued(done.id, std::move(*error));
    begin_next(now);
    return;
  }
  emit(Finished{.request = done.id,
                .rows = done.rows,
                .truncated = done.truncated,
                .error = std::move(error)});
  begin_next(now);
}

void SessionMachine::finish_queued(RequestId id, Error error) {
  Finished end{.request = id, .error = std::move(error)};
  if (suspended_ && suspended_->id == id) {
    end.rows = suspended_->rows;
    end.truncated = suspended_->truncated;
    if (end.error->code != ErrorCode::interrupted) {
      expired_->message += " Signing in again failed: " + end.error->message;
      expired_->hint = end.error->hint;
      end.error = std::move(expired_);
    }
    expired_.reset();
    suspended_.reset();
  }
  emit(std::move(end));
}

void SessionMachine::fail_active(Error error, TimePoint now) {
  if (active_->outcome) return;
  active_->outcome = std::move(error);
  stage_deadline_.reset();
  if (active_->host_id == 0) {
    finish(std::move(active_->outcome), now);
    return;
  }
  // First the cancel, then what unblocks the command: it must not get far with an answer that was
  // none.
  outputs_.emplace_back(SendRequest{HostCancel{active_->host_id}});
  close_challenges(true);
  cancel_deadline_ = now + limits_.cancel;
}

void SessionMachine::close_challenges(bool decline) {
  for (const ChallengeDesk::Dropped& dropped : desk_.drop_all()) {
    if (decline) {
      if (const auto* prompt = std::get_if<ToPrompt>(&dropped.route))
        outputs_.emplace_back(SendRequest{HostDecline{prompt->prompt}});
      // A read of the console cannot be cancelled, only answered.
      else if (std::holds_alternative<ToConsole>(dropped.route))
        outputs_.emplace_back(TypeOnTerminal{Secret("\n")});
    }
    emit(ChallengeClosed{dropped.challenge.id});
  }
  if (state_ == State::awaiting_challenge) move(Trigger::challenge_closed);
}

void SessionMachine::cancel(RequestId request, TimePoint now) {
  if (active_ && active_->id == request) {
    Error error = interrupted();
    if (!desk_.empty()) error.reason = Reason::cancelled;
    fail_active(std::move(error), now);
    return;
  }
  const auto found = std::find_if(queue_.begin(), queue_.end(),
                                  [&](const Queued& queued) { return queued.id == request; });
  if (found == queue_.end()) return;
  const bool asked = found == queue_.begin() && !active_;
  queue_.erase(found);
  if (asked) close_challenges(false);
  finish_queued(request, interrupted());
  begin_next(now);
}

void SessionMachine::finish_queue(const Error& error) {
  for (const Queued& queued : std::exchange(queue_, {})) finish_queued(queued.id, error);
}

void SessionMachine::close(TimePoint now) {
  if (state_ == State::closing || state_ == State::closed) return;
  if (active_) {
    // pwsh ends with the request in it; a cancel first would only add its time.
    active_->host_id = 0;
    active_->outcome.reset();
    std::deque<Queued> rest = std::exchange(queue_, {});
    finish(interrupted(), now);
    queue_ = std::move(rest);
  }
  close_challenges(false);
  finish_queue(interrupted());
  stage_deadline_.reset();
  move(Trigger::close_requested);
  outputs_.emplace_back(SendRequest{HostExit{}});
  outputs_.emplace_back(EndChild{orderly_stop(limits_)});
}

void SessionMachine::lose(Error error) {
  if (state_ == State::closing || state_ == State::closed) return;
  error.message = redactor_.redact(error.message);
  if (error.detail.empty()) error.detail = watch_.tail(redactor_);
  closing_because_ = error;
  if (active_) {
    Active done = std::move(*active_);
    active_.reset();
    if (suspended_ && suspended_->id == done.id)
      finish_queued(done.id, error);
    else
      emit(Finished{.request = done.id,
                    .rows = done.rows,
                    .truncated = done.truncated,
                    .error = done.outcome ? std::move(done.outcome) : std::optional(error)});
  }
  close_challenges(false);
  finish_queue(error);
  stage_deadline_.reset();
  cancel_deadline_.reset();
  watch_.disarm();
  move(Trigger::close_requested);
  outputs_.emplace_back(EndChild{immediate_stop()});
}

std::string_view SessionMachine::stage() const {
  if (active_) {
    switch (active_->step) {
      case Step::disconnect:
        return "the end of the earlier sign-in";
      case Step::import:
        return "the import of the module";
      case Step::connect:
        return "the sign-in";
      case Step::verify:
        return "the check of the sign-in";
      case Step::query:
        return "a command";
    }
  }
  return state_ == State::starting ? "its start" : "an idle session";
}

void SessionMachine::host_lost(std::string why, TimePoint) {
  std::string during(stage());
  lose({.code = ErrorCode::child_lost,
        .message = "PowerShell's session host was lost during " + during + ": " + why + ".",
        .hint = "Try again; run with -vv to see what PowerShell wrote.",
        .retryable = true});
}

void SessionMachine::child_gone(const ChildEnd& end, TimePoint) {
  if (state_ == State::closed) return;
  if (state_ != State::closing) {
    if (end.cannot) {
      lose(*end.cannot);
    } else {
      std::string during(stage());
      lose({.code = ErrorCode::child_lost,
            .message = "PowerShell ended during " + during + " (" + how_it_ended(end) + ").",
            .hint = "Try again; run with -vv to see what PowerShell wrote.",
            .retryable = true});
    }
  }
  move(Trigger::child_gone);
  emit(Closed{closing_because_});
}

void SessionMachine::pause(TimePoint now) {
  if (!paused_at_) paused_at_ = now;
}

void SessionMachine::resume(TimePoint now) {
  if (!paused_at_) return;
  // The time that the reader took is not the command's.
  if (stage_deadline_ && active_ && active_->step == Step::query)
    *stage_deadline_ += now - *paused_at_;
  paused_at_.reset();
}

std::optional<TimePoint> SessionMachine::deadline() const {
  std::optional<TimePoint> first = cancel_deadline_;
  const auto consider = [&](std::optional<TimePoint> time) {
    if (time && (!first || *time < *first)) first = time;
  };
  if (!clock_stands()) consider(stage_deadline_);
  if (active_) consider(active_->resume_at);
  consider(desk_.deadline());
  consider(watch_.deadline());
  return first;
}

void SessionMachine::tick(TimePoint now) {
  const auto due = [&](const std::optional<TimePoint>& time) { return time && *time <= now; };
  watch_.tick(now, detections_);
  take_detections(detections_, now);
  name_disabled_rules();

  if (due(cancel_deadline_)) {
    lose({.code = ErrorCode::child_lost,
          .message = "PowerShell did not stop " + std::string(stage()) + " within " +
                     seconds(limits_.cancel) + " and was ended.",
          .hint = "Try again.",
          .retryable = true});
    return;
  }
  if (due(stage_deadline_) && !clock_stands()) {
    if (!active_) {
      lose({.code = ErrorCode::timeout,
            .message = "PowerShell was not ready within " + seconds(limits_.start) + ".",
            .hint = "Check with 'pwsh -NoProfile -Command 1' that it starts at all.",
            .retryable = true});
      return;
    }
    Error error{.code = ErrorCode::timeout, .retryable = true};
    if (active_->step == Step::query) {
      error.code = ErrorCode::command_timeout;
      error.message = "The command took longer than " + seconds(limits_.command) + ".";
      error.hint = "Give it more time with --timeout.";
    } else if (active_->step == Step::import) {
      error.message =
          "The module MicrosoftTeams was not loaded within " + seconds(limits_.import) + ".";
      error.hint =
          "Check with 'pwsh -NoProfile -Command Import-Module MicrosoftTeams' that it loads at "
          "all.";
    } else {
      error.message = "The sign-in was not done within " + seconds(limits_.sign_in) + ".";
      error.hint = "Give it more time with --login-timeout.";
      if (const Challenge* waited_for = desk_.open_elsewhere()) {
        error.message = "Nobody did within " + seconds(limits_.sign_in) +
                        " what the sign-in waits for: " + waited_for->message;
        if (waited_for->kind == ChallengeKind::device_code)
          error.reason = Reason::device_code_timed_out;
        error.challenge = *waited_for;
      }
    }
    fail_active(std::move(error), now);
  }
  if (active_ && due(active_->resume_at)) resume_step(now);
  if (const Challenge* late = desk_.overdue(now)) {
    Error error{
        .code = ErrorCode::timeout,
        .message = "No answer came within " + seconds(limits_.mfa) + " to: " + late->message,
        .hint = "Give it more time with --mfa-timeout.",
        .retryable = true,
        .reason = Reason::answer_timed_out};
    decline(late->id, std::move(error), now);
  }
}

}  // namespace teamsctl::core
