#include "session/session_run.hpp"

#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <string>
#include <variant>

#include "options/sign_in_options.hpp"
#include "output/error_report.hpp"
#include "output/output_settings.hpp"
#include "session/agent_use.hpp"
#include "session/session_setup.hpp"
#include "session/sign_in_texts.hpp"
#include "terminal/terminal_prompter.hpp"
#include "text/overloaded.hpp"

namespace teamsctl::cli {
namespace {

Error interrupted_by(int signal) {
  return {.code = ErrorCode::interrupted,
          .message = signal == SIGINT ? "Interrupted." : "Terminated."};
}

}  // namespace

void Job::row(SessionRun& run, const Row& row) { run.rows().row(row.json); }
void Job::message(SessionRun& run, const Message& message) { run.say(message); }
void Job::progress(SessionRun& run, const Progress& progress) {
  run.progress().rows(progress.rows, progress.pages);
}

SessionRun::SessionRun(Options options, Log& log, std::vector<std::string_view> columns)
    : options_(std::move(options)),
      log_(log),
      signals_(loop_, [this](int number) { signal(number); }),
      writer_(
          loop_, [] {}, [] {}),  // balance() asks it
      rows_(loop_, writer_,
            output_settings(options_, columns, [this](const std::string& text) { warn(text); })),
      progress_(options_),
      answers_(loop_, options_.sign_in, log_) {}

int SessionRun::run(Job& job) {
  job_ = &job;
  SessionOptions session = session_options(options_, log_);
  session.renew_sign_in = [this] { return may_renew(); };
  session_ = session_for(
      loop_, options_, std::move(session), [this](const Event& event) { take(event); }, log_);
  sign_in_ = session_->start(sign_in_request(options_.sign_in));

  while (!abandoned_ && !(closed_ && written())) {
    loop_.run_one(std::chrono::hours(1));
    turn();
  }
  session_.reset();
  if (!closed_) {
    job.closed(*this);
    writer_.flush();
  }
  progress_.clear();
  return outcome();
}

/// After each turn of the loop: what is there goes out, and the end begins when all of it is out.
void SessionRun::turn() {
  rows_.turn();
  if (const std::optional<Error> problem = rows_.problem(); problem && !closing_) {
    if (!error_) error_ = problem;
    begin_close();
  }
  if (writer_.error() && !closing_) {
    // Nobody takes the rows any more: the command is not let run for nothing.
    if (!error_)
      error_ = Error{.code = ErrorCode::output,
                     .message = std::string("The results could not be written: ") +
                                std::strerror(*writer_.error()) + ".",
                     .hint = *writer_.error() == ENOSPC ? "Make room on the disk." : ""};
    begin_close();
  }
  if (finished_ && rows_.written() && !closing_) begin_close();
  balance();
}

/// Rows come no faster than they go.
void SessionRun::balance() {
  const bool behind = rows_.behind();
  if (behind == std::exchange(held_back_, behind)) return;
  behind ? session_->pause() : session_->resume();
}

void SessionRun::begin_close() {
  closing_ = true;
  session_->close();
}

int SessionRun::outcome() {
  if (!error_) return 0;
  // A reader that had enough, such as head, is no reason for words.
  const bool quiet_end = error_->code == ErrorCode::output && writer_.error() == EPIPE;
  if (!quiet_end) {
    if (const std::optional<std::string> skew = clock_skew(*error_)) log_.warn(*skew);
    report(*error_, options_.json_errors);
  }
  if (error_->code == ErrorCode::interrupted && signal_ != 0)
    return 128 + (signal_ == SIGINT ? SIGINT : SIGTERM);
  return exit_status(error_->code);
}

void SessionRun::signal(int number) {
  if (number == SIGTSTP) {
    suspend_terminal_question();
    ::kill(::getpid(), SIGSTOP);
    resume_terminal_question();
    return;
  }
  log_.debug("signal " + std::to_string(number));
  const bool again = std::exchange(signal_, number) != 0;
  rows_.cut_short();
  rows_.stop_unfinished();
  if (!error_ || error_->code == ErrorCode::input_needed) error_ = interrupted_by(number);
  if (again) {
    abandoned_ = true;  // the session's destructor ends pwsh at once
  } else if (number == SIGINT && !closing_) {
    if (signed_in_)
      job_->interrupt(*this);
    else
      session_->cancel(sign_in_);
  } else if (!closing_) {
    begin_close();
  }
}

void SessionRun::take(const Event& event) {
  std::visit(Overloaded{
                 [&](const Row& row) {
                   if (signal_ == 0) job_->row(*this, row);
                 },
                 [&](const ChallengeOpened& opened) { ask(opened.challenge); },
                 [&](const ChallengeClosed& closed) { answers_.withdraw(closed.id); },
                 [&](const Connected& connected) {
                   log_.info("signed in as " + connected.account + " to " + connected.display_name +
                             " (" + connected.tenant_id + ")");
                   connected_ = connected;
                 },
                 [&](const Message& message) {
                   if (signed_in_)
                     job_->message(*this, message);
                   else
                     say(message);
                 },
                 [&](const Progress& progress) { job_->progress(*this, progress); },
                 [&](const Finished& finished) { take_end(finished); },
                 [&](const Closed& closed) {
                   closed_ = true;
                   if (closed.error) rows_.cut_short();
                   if (closed.error && !error_ && !finished_) error_ = closed.error;
                   job_->closed(*this);
                 },
                 [&](const StateChanged& changed) {
                   has_signed_in_ = has_signed_in_ || changed.to == State::signing_in;
                 },
                 [](const Ready&) {},
             },
             event);
}

void SessionRun::ask(const Challenge& challenge) {
  progress_.clear();
  job_->asked(*this, challenge);
  if (settled_elsewhere(challenge.kind)) {
    // Never hidden, whatever -q and -o say: without it nothing goes on.
    show_to_person(what_to_do(challenge));
    return;
  }
  answers_.answer(*session_, challenge);
}

void SessionRun::warn(const std::string& text) {
  progress_.clear();
  log_.warn(printable(text));
}

void SessionRun::say(const Message& message) {
  const std::string text = printable(message.text);
  switch (message.level) {
    case MessageLevel::warning:
      warn(message.text);
      break;
    case MessageLevel::information:
    case MessageLevel::host:
      log_.info(text);
      break;
    case MessageLevel::error:
      log_.info("error: " + text);
      break;
    case MessageLevel::verbose:
    case MessageLevel::debug:
      log_.debug(text);
      break;
  }
}

void SessionRun::take_end(const Finished& finished) {
  // Not cleared each time: of many short requests the line would only flicker.
  if (finished.request == sign_in_ || finished.truncated != 0) progress_.clear();
  if (finished.truncated != 0)
    log_.warn(std::to_string(finished.truncated) +
              " values were nested too deep and are marked {\"truncated\":true}");
  if (finished.request == sign_in_ && !finished.error) {
    signed_in_ = true;
    if (going_on())
      job_->begin(*this, connected_);
    else
      finished_ = true;
    return;
  }
  // A signal has named the error already; what it met is still worth saying.
  if (error_ && finished.error && error_->code == finished.error->code)
    error_->reason = finished.error->reason;
  if (finished.request == sign_in_) {
    end(finished.error);
    return;
  }
  job_->finished(*this, finished);
}

void SessionRun::end(std::optional<Error> error) {
  progress_.clear();
  if (error && !error_) {
    if (error->code == ErrorCode::partly_failed)
      rows_.complete();
    else
      rows_.cut_short();
    error_ = std::move(error);
  }
  if (!error_) rows_.complete();
  finished_ = true;
}

void SessionRun::sign_in_again() {
  log_.info("the sign-in has expired; signing in again");
  signed_in_ = false;
  answers_.renew();
  sign_in_ = session_->start(sign_in_request(options_.sign_in));
}

bool SessionRun::may_renew() {
  if (!may_sign_in_again()) return false;
  answers_.renew();
  return true;
}

int run_job(Options options, Job& job, std::vector<std::string_view> columns) {
  const bool json = options.json_errors;
  if (const std::optional<Error> error = unusable_certificate_file(options.sign_in))
    return report(*error, json);
  try {
    Log log(options);
    return SessionRun(std::move(options), log, std::move(columns)).run(job);
  } catch (const Error& error) {
    return report(error, json);
  } catch (const std::runtime_error& problem) {
    return report(cannot_be_set_up("The session", problem), json);
  }
}

}  // namespace teamsctl::cli
