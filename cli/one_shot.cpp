#include "one_shot.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <variant>

#include "answers.hpp"
#include "error_report.hpp"
#include "log.hpp"
#include "output_settings.hpp"
#include "progress.hpp"
#include "row_output.hpp"
#include "session_setup.hpp"
#include "sign_in_options.hpp"
#include "sign_in_texts.hpp"
#include "signals.hpp"
#include "stdout_writer.hpp"
#include "teamsctl/session.hpp"
#include "terminal_prompter.hpp"

namespace teamsctl::cli {
namespace {

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;  // C++20 has it built in; clang 14 does not yet

Error interrupted_by(int signal) {
  return {.code = ErrorCode::interrupted, .message = signal == SIGINT ? "Interrupted." : "Terminated."};
}

class OneShot {
 public:
  OneShot(Options options, Log& log)
      : options_(std::move(options)),
        log_(log),
        signals_(loop_, [this](int number) { signal(number); }),
        writer_(loop_, [] {}, [] {}),  // balance() asks it
        rows_(loop_, writer_, output_settings(options_, [this](const std::string& text) { warn(text); })),
        progress_(options_),
        answers_(loop_, options_.sign_in, log_) {}

  int run() {
    session_ = std::make_unique<Session>(loop_, session_options(options_, log_), [this](const Event& event) { take(event); });
    sign_in_ = session_->start(sign_in_request(options_.sign_in));

    while (!abandoned_ && !(closed_ && written())) {
      loop_.run_one(std::chrono::hours(1));
      turn();
    }
    session_.reset();
    progress_.clear();
    return outcome();
  }

 private:
  /// After each turn of the loop: what is there goes out, and the end begins when all of it is out.
  void turn() {
    rows_.turn();
    if (const std::optional<Error> problem = rows_.problem(); problem && !closing_) {
      if (!error_) error_ = problem;
      begin_close();
    }
    if (writer_.error() && !closing_) {
      // Nobody takes the rows any more: the command is not let run for nothing.
      if (!error_)
        error_ = Error{.code = ErrorCode::output,
                       .message = std::string("The results could not be written: ") + std::strerror(*writer_.error()) + ".",
                       .hint = *writer_.error() == ENOSPC ? "Make room on the disk." : ""};
      begin_close();
    }
    if (finished_ && rows_.written() && !closing_) begin_close();
    balance();
  }

  /// Rows come no faster than they go.
  void balance() {
    const bool behind = rows_.behind();
    if (behind == std::exchange(held_back_, behind)) return;
    behind ? session_->pause() : session_->resume();
  }

  /// Rows that came before pwsh died are still the reader's.
  [[nodiscard]] bool written() const { return rows_.written() || writer_.error().has_value(); }

  void begin_close() {
    closing_ = true;
    session_->close();
  }

  int outcome() {
    if (!error_) return 0;
    // A reader that had enough, such as head, is no reason for words.
    const bool quiet_end = error_->code == ErrorCode::output && writer_.error() == EPIPE;
    if (!quiet_end) {
      if (const std::optional<std::string> skew = clock_skew(*error_)) log_.warn(*skew);
      report(*error_, options_.json_errors);
    }
    if (error_->code == ErrorCode::interrupted && signal_ != 0) return 128 + (signal_ == SIGINT ? SIGINT : SIGTERM);
    return exit_status(error_->code);
  }

  void signal(int number) {
    if (number == SIGTSTP) {
      suspend_terminal_question();
      ::kill(::getpid(), SIGSTOP);
      resume_terminal_question();
      return;
    }
    log_.debug("signal " + std::to_string(number));
    const bool again = std::exchange(signal_, number) != 0;
    rows_.cut_short();
    rows_.drop();
    if (!error_ || error_->code == ErrorCode::input_needed) error_ = interrupted_by(number);
    if (again) {
      abandoned_ = true;  // the session's destructor ends pwsh at once
    } else if (number == SIGINT && !closing_) {
      session_->cancel(command_ != 0 ? command_ : sign_in_);
    } else if (!closing_) {
      begin_close();
    }
  }

  void take(const Event& event) {
    std::visit(Overloaded{
                   [&](const Row& row) {
                     if (signal_ == 0) rows_.row(row.json);
                   },
                   [&](const ChallengeOpened& opened) { ask(opened.challenge); },
                   [&](const ChallengeClosed& closed) { answers_.withdraw(closed.id); },
                   [&](const Connected& connected) {
                     log_.info("signed in as " + connected.account + " to " + connected.display_name + " (" + connected.tenant_id + ")");
                     connected_ = connected;
                   },
                   [&](const Message& message) { say(message); },
                   [&](const Progress& progress) { progress_.rows(progress.rows); },
                   [&](const Finished& finished) { take_end(finished); },
                   [&](const Closed& closed) {
                     closed_ = true;
                     if (closed.error) rows_.cut_short();
                     if (closed.error && !error_ && !finished_) error_ = closed.error;
                   },
                   [](const StateChanged&) {},
                   [](const Ready&) {},
               },
               event);
  }

  void ask(const Challenge& challenge) {
    progress_.clear();
    if (settled_elsewhere(challenge.kind)) {
      // Never hidden, whatever -q and -o say: without it nothing goes on.
      show_to_person(what_to_do(challenge));
      return;
    }
    answers_.answer(*session_, challenge);
  }

  void warn(const std::string& text) {
    progress_.clear();
    log_.warn(printable(text));
  }

  void say(const Message& message) {
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

  void take_end(const Finished& finished) {
    progress_.clear();
    if (finished.request == sign_in_ && !finished.error) {
      if (signal_ == 0 && start_command()) return;
      if (!error_) rows_.complete();
    } else if (finished.error) {
      if (sign_in_again(finished)) return;
      // A signal has named the error already; what it met is still worth saying.
      if (error_ && error_->code == finished.error->code) error_->reason = finished.error->reason;
      if (!error_) error_ = finished.error;
      rows_.cut_short();
    } else {
      if (finished.truncated != 0)
        log_.warn(std::to_string(finished.truncated) + " values were nested too deep and are marked {\"truncated\":true}");
      if (!error_) rows_.complete();
    }
    finished_ = true;
  }

  /// False when the sign-in itself was all there is to do.
  bool start_command() {
    return std::visit(Overloaded{
                          [&](const GetPhoneNumbers& request) {
                            GetPhoneNumbers rest = request;
                            // After a second sign-in: the order of the numbers is that of their text, so what is left is known.
                            rest.skip += rows_before_;
                            if (rest.top) *rest.top -= std::min(*rest.top, rows_before_);
                            command_ = session_->start(std::move(rest));
                            return true;
                          },
                          [&](const GetTenant& request) {
                            command_ = session_->start(request);
                            return true;
                          },
                          [&](const LoginCommand&) {
                            rows_.row(connected_row(connected_));
                            return false;
                          },
                          [](const auto&) { return false; },
                      },
                      options_.command);
  }

  /// R35: a sign-in that has ended in the middle of a command is renewed once, when nobody has to be asked for that; these commands
  /// only read, so they may be repeated.
  bool sign_in_again(const Finished& finished) {
    if (finished.request == sign_in_) {
      if (expired_ && signal_ == 0) {
        expired_->message += " Signing in again failed: " + finished.error->message;
        expired_->hint = finished.error->hint;
        error_ = std::move(expired_);
      }
      return false;
    }
    const bool expired = finished.error->code == ErrorCode::session_expired || finished.error->code == ErrorCode::not_connected;
    if (!expired || expired_ || signal_ != 0 || error_ || !answers_.can_sign_in_again()) return false;
    log_.info("the sign-in has expired; signing in again");
    expired_ = finished.error;
    rows_before_ = finished.rows;
    answers_.renew();
    sign_in_ = session_->start(sign_in_request(options_.sign_in));
    command_ = 0;
    return true;
  }

  Options options_;
  Log& log_;
  Loop loop_;
  Signals signals_;
  StdoutWriter writer_;
  RowOutput rows_;
  ProgressLine progress_;
  Answers answers_;
  std::unique_ptr<Session> session_;
  RequestId sign_in_ = 0;
  RequestId command_ = 0;
  Connected connected_;
  std::optional<Error> error_;
  std::optional<Error> expired_;    // why a second sign-in was made
  std::uint64_t rows_before_ = 0;   // it was made
  int signal_ = 0;
  bool finished_ = false;   // the command, or the sign-in that failed before it
  bool held_back_ = false;  // the session is paused
  bool closing_ = false;
  bool closed_ = false;
  bool abandoned_ = false;
};

}  // namespace

int run_one_shot(Options options) {
  const bool json = options.json_errors;
  if (const std::optional<Error> error = unusable_certificate_file(options.sign_in)) return report(*error, json);
  try {
    Log log(options);
    return OneShot(std::move(options), log).run();
  } catch (const Error& error) {
    return report(error, json);
  } catch (const std::runtime_error& problem) {
    // What the system refuses, in the words of the standard library's errors or of Boost's.
    return report({.code = ErrorCode::child_lost,
                   .message = std::string("The session cannot be set up: ") + problem.what() + ".",
                   .hint = "Check the limits of this process (ulimit -a)."},
                  json);
  }
}

}  // namespace teamsctl::cli
