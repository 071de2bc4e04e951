#include "batch/job.hpp"

#include <utility>
#include <variant>

#include "session/change_question.hpp"
#include "terminal/terminal_prompter.hpp"

namespace teamsctl::cli {
namespace {

std::chrono::milliseconds since(std::chrono::steady_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               time);
}

/// After these nothing else can be asked of the session.
bool ends_the_session(ErrorCode code) {
  return code == ErrorCode::child_lost || code == ErrorCode::session_expired ||
         code == ErrorCode::not_connected || code == ErrorCode::output;
}

}  // namespace

BatchJob::BatchJob(BatchPlan plan) : plan_(std::move(plan)) {
  tally_.whole = plan_.lines.has_value();
  if (plan_.lines) tally_.lines = plan_.lines->size();
}

void BatchJob::begin(SessionRun& run, const Connected& connected) {
  run.output().add(connected_event({}, connected));
  connected_ = true;
  next(run);
}

/// Not from inside the one before: a file may have many requests that are over at once. Nor before
/// its reader has taken what is written already.
void BatchJob::next_later(SessionRun& run) {
  const std::chrono::milliseconds pause(run.output().has_room() ? 0 : 50);
  later_ = run.loop().after(
      pause, [this, &run] { run.output().has_room() ? next(run) : next_later(run); });
}

void BatchJob::next(SessionRun& run) {
  if (!run.going_on()) {
    const bool more = plan_.lines && !plan_.lines->empty();
    tally_.stopped_at = more ? std::optional(plan_.lines->front().number) : tally_.at;
    end(run, std::nullopt);
    return;
  }
  if (!plan_.lines) {
    if (!input_)
      input_ = std::make_unique<MessageInput>(
          run.loop(), [this, &run](const MessageLines::Line* line) { take(run, line); });
    else
      input_->resume();
    return;
  }
  if (plan_.lines->empty()) {
    end(run, tally_.outcome());
    return;
  }
  BatchLine line = std::move(plan_.lines->front());
  plan_.lines->pop_front();
  start(run, std::move(line));
}

void BatchJob::take(SessionRun& run, const MessageLines::Line* line) {
  if (ended_) return;
  if (line == nullptr) {
    end(run, tally_.outcome());
    return;
  }
  auto read = read_batch_line(*line);
  if (!read) return;
  // The next one is not looked at before this one is done.
  input_->pause();
  ++tally_.lines;
  if (BadBatchLine* bad = std::get_if<BadBatchLine>(&*read)) {
    tally_.at = bad->number;
    id_ = std::move(bad->id);
    failed(run, bad->error);
    return;
  }
  start(run, std::get<BatchLine>(std::move(*read)));
}

void BatchJob::start(SessionRun& run, BatchLine line) {
  tally_.at = line.number;
  id_ = std::move(line.id);
  since_ = Clock::now();
  if (line.asked.changes && !line.asked.dry_run && !line.yes && !plan_.changes_agreed)
    ask_first(run, std::move(line));
  else
    perform(run, std::move(line));
}

/// Once for all changes that come; a signal is still heard meanwhile.
void BatchJob::ask_first(SessionRun& run, BatchLine line) {
  const std::string question = change_sentence(line.asked.request);
  if (run.options().sign_in.no_input || !terminal_usable()) {
    failed(run, {.code = ErrorCode::input_needed,
                 .message = "This changes the tenant, and there is no terminal to ask on first: " +
                            question,
                 .hint = "Give --yes to batch to do it without a question."});
    return;
  }
  Challenge challenge;
  challenge.kind = ChallengeKind::confirm;
  challenge.message = question + " This and all changes behind it? [y/N]";
  terminal_ = terminal_secret();
  const auto held = std::make_shared<BatchLine>(std::move(line));
  terminal_->fetch(run.loop(), challenge, [this, &run, held](std::variant<Secret, Error> given) {
    const bool yes = is_yes(given);
    terminal_.reset();
    if (ended_) return;
    if (!yes) {
      failed(run, {.code = ErrorCode::interrupted,
                   .message = "Nothing was changed.",
                   .reason = Reason::cancelled});
      return;
    }
    plan_.changes_agreed = true;
    perform(run, std::move(*held));
  });
}

void BatchJob::perform(SessionRun& run, BatchLine line) {
  if (line.asked.dry_run) {
    run.output().add(
        EventLine("result", head()).json("row", dry_run_row(line.asked.request)).end_line());
    succeeded(run, 1);
    return;
  }
  running_ = run.session().start(std::move(line.asked.request));
}

void BatchJob::row(SessionRun& run, const Row& row) {
  run.output().add(EventLine("result", head()).json("row", row.json).end_line());
}

void BatchJob::message(SessionRun& run, const Message& message) {
  run.output().add(message_event(head(), message));
}

void BatchJob::progress(SessionRun& run, const Progress& progress) {
  if (connected_) show_progress(run, progress.rows);
}

void BatchJob::asked(SessionRun& run, const Challenge& challenge) {
  // What a person must do is never only on a terminal.
  if (settled_elsewhere(challenge.kind)) run.output().add(challenge_event({}, challenge));
}

void BatchJob::finished(SessionRun& run, const Finished& finished) {
  if (finished.request != running_) return;
  running_ = 0;
  if (finished.error)
    failed(run, *finished.error, ends_the_session(finished.error->code));
  else
    succeeded(run, finished.rows);
}

void BatchJob::succeeded(SessionRun& run, std::uint64_t rows) {
  ++tally_.succeeded;
  run.output().add(done_event(head(), rows, since(since_)));
  show_progress(run, 0);
  next_later(run);
}

void BatchJob::failed(SessionRun& run, const Error& error, bool session_is_gone) {
  tally_.add_failure(error);
  run.output().add(error_event(head(), error));
  show_progress(run, 0);
  if (run.going_on() && plan_.continue_on_error && !session_is_gone) {
    next_later(run);
    return;
  }
  tally_.stopped_at = tally_.at;
  end(run, session_is_gone ? std::optional(error) : tally_.outcome());
}

void BatchJob::interrupt(SessionRun& run) {
  if (running_ != 0) {
    run.session().cancel(running_);
    return;
  }
  tally_.stopped_at = tally_.at;
  end(run, std::nullopt);
}

void BatchJob::end(SessionRun& run, std::optional<Error> error) {
  if (std::exchange(ended_, true)) return;
  // Not destroyed: this may be a call of its own.
  if (input_) input_->pause();
  terminal_.reset();
  later_.reset();
  summarize(run);
  run.end(std::move(error));
}

/// The session ended before the batch did: nobody could sign in, pwsh was lost while nothing ran,
/// or a signal came.
void BatchJob::closed(SessionRun& run) {
  ended_ = true;
  input_.reset();
  terminal_.reset();
  later_.reset();
  if (!tally_.stopped_at) tally_.stopped_at = tally_.at;
  summarize(run);
}

void BatchJob::summarize(SessionRun& run) {
  if (std::exchange(summarized_, true)) return;
  run.output().add(tally_.summary());
}

void BatchJob::show_progress(SessionRun& run, std::uint64_t rows) {
  run.progress().text(tally_.progress(rows));
}

}  // namespace teamsctl::cli
