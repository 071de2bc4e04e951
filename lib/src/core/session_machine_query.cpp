#include <algorithm>

#include "core/overloaded.hpp"
#include "core/session_machine.hpp"

// The commands of a request: one after the other, again after a refusal that passes, and again
// after a sign-in that was renewed.
namespace teamsctl::core {
namespace {

/// "7 s", "0.5 s"
std::string in_seconds(std::chrono::milliseconds time) {
  const auto tenths = (time.count() + 99) / 100;
  std::string text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
  return text + " s";
}

}  // namespace

void SessionMachine::begin_query(Queued next, TimePoint now) {
  active_.emplace(Active{});
  active_->id = next.id;
  active_->step = Step::query;
  active_->query = std::get<QueryPlan>(std::move(next.plan));
  active_->retry.emplace(limits_, seed_ += next.id);
  if (active_->query.needs_sign_in) move(Trigger::request_started);
  if (limits_.command.count() != 0) stage_deadline_ = now + limits_.command;
  next_step(now);
}

void SessionMachine::next_step(TimePoint now) { perform(active_->query.procedure->next(now), now); }

void SessionMachine::perform(Procedure::Step step, TimePoint now) {
  const bool is_command =
      std::holds_alternative<HostInvoke>(step) || std::holds_alternative<HostScript>(step);
  if (is_command && last_command_ && limits_.between_commands.count() != 0) {
    if (const TimePoint earliest = *last_command_ + limits_.between_commands; now < earliest) {
      active_->waiting = std::move(step);
      active_->resume_at = earliest;
      return;
    }
  }
  if (is_command) last_command_ = now;
  std::visit(Overloaded{
                 [&](HostInvoke& invoke) { send(std::move(invoke)); },
                 [&](HostScript& script) { send(std::move(script)); },
                 [&](const Procedure::Wait& wait) { active_->resume_at = now + wait.time; },
                 [&](Procedure::End& end) { finish(std::move(end.error), now); },
             },
             step);
}

void SessionMachine::resume_step(TimePoint now) {
  active_->resume_at.reset();
  if (!active_->waiting) {
    next_step(now);
    return;
  }
  Procedure::Step step = std::move(*active_->waiting);
  active_->waiting.reset();
  perform(std::move(step), now);
}

void SessionMachine::query_done(bool failed, TimePoint now) {
  ++active_->commands;
  Procedure& procedure = *active_->query.procedure;
  std::optional<Error> error;
  if (failed || !active_->errors.empty()) error = procedure.meaning(active_->errors);
  if (error && (retry_later(*error, now) || renew_sign_in(*error, now))) return;
  if (!error) active_->retry->taken();
  if (std::optional<Error> end = procedure.ended(std::move(error), now, *this)) {
    finish(std::move(end), now);
    return;
  }
  if (active_->query.needs_sign_in)
    emit(Progress{.request = active_->id,
                  .activity = {},
                  .status = {},
                  .rows = active_->rows,
                  .pages = active_->commands});
  next_step(now);
}

bool SessionMachine::retry_later(const Error& error, TimePoint now) {
  if (error.code != ErrorCode::temporary) return false;
  std::optional<Procedure::Step> step = active_->query.procedure->again(error);
  if (!step) return false;
  const std::optional<std::chrono::milliseconds> wait = active_->retry->next(error.retry_after);
  if (!wait) return false;
  emit(Message{.request = active_->id,
               .level = MessageLevel::warning,
               .text = redactor_.redact(error.message) + " Trying again in " + in_seconds(*wait) +
                       " (" + std::to_string(active_->retry->attempt()) + " of " +
                       std::to_string(limits_.retries) + ")."});
  active_->waiting = std::move(step);
  active_->resume_at = now + *wait;
  return true;
}

bool SessionMachine::renew_sign_in(const Error& error, TimePoint now) {
  const bool gone =
      error.code == ErrorCode::session_expired || error.code == ErrorCode::not_connected;
  if (!gone || active_->renewed || !active_->query.needs_sign_in || !sign_in_again_ || !may_renew_)
    return false;
  std::optional<Procedure::Step> step = active_->query.procedure->again(error);
  if (!step || !may_renew_()) return false;
  emit(Message{.request = active_->id,
               .level = MessageLevel::information,
               .text = "The sign-in has expired; signing in again."});
  expired_ = error;
  expired_->message = redactor_.redact(expired_->message);
  active_->waiting = std::move(step);
  active_->renewed = true;
  suspended_ = std::move(active_);
  active_.reset();
  stage_deadline_.reset();
  move(Trigger::sign_in_expired);
  queue_.push_front({suspended_->id, sign_in_again_()});
  begin_next(now);
  return true;
}

void SessionMachine::go_on_after_renewal(TimePoint now) {
  active_ = std::move(suspended_);
  suspended_.reset();
  expired_.reset();
  move(Trigger::request_started);
  if (limits_.command.count() != 0) stage_deadline_ = now + limits_.command;
  resume_step(now);
}

void SessionMachine::row(std::string_view json) {
  ++active_->rows;
  emit(Row{active_->id, json});
}

void SessionMachine::made_row(std::string json) { row(made_rows_.emplace_back(std::move(json))); }

void SessionMachine::message(MessageLevel level, std::string text) {
  emit(Message{.request = active_->id, .level = level, .text = redactor_.redact(text)});
}

}  // namespace teamsctl::core
