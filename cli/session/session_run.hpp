#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "options/options.hpp"
#include "output/log.hpp"
#include "output/row_output.hpp"
#include "output/stdout_writer.hpp"
#include "session/answers.hpp"
#include "session/signals.hpp"
#include "teamsctl/session.hpp"
#include "terminal/progress.hpp"

namespace teamsctl::cli {

class SessionRun;

/// What is done in a session once somebody is signed in. All calls come from inside the loop of the
/// run.
class Job {
 public:
  virtual ~Job() = default;
  /// Signed in: starts requests, or ends the run.
  virtual void begin(SessionRun& run, const Connected& connected) = 0;
  virtual void row(SessionRun& run, const Row& row);
  virtual void message(SessionRun& run, const Message& message);
  virtual void progress(SessionRun& run, const Progress& progress);
  /// A question came up; it is answered, or shown to the person, without the job.
  virtual void asked(SessionRun&, const Challenge&) {}
  /// A request of the job has ended: starts the next, or ends the run.
  virtual void finished(SessionRun& run, const Finished& finished) = 0;
  /// SIGINT came: what runs is to be stopped, the session still is in order.
  virtual void interrupt(SessionRun& run) = 0;
  /// pwsh is gone: the last chance to write something, and to let go of what holds on to the loop.
  virtual void closed(SessionRun&) {}
};

/// One session from the sign-in to the end: signals, answers, output, and the exit status.
class SessionRun {
 public:
  /// `log` must outlive this. `columns` are what a table shows unless asked otherwise.
  SessionRun(Options options, Log& log, std::vector<std::string_view> columns = {});

  /// Returns the exit status.
  int run(Job& job);

  // For the job.
  [[nodiscard]] const Options& options() const { return options_; }
  [[nodiscard]] AnySession& session() { return *session_; }
  [[nodiscard]] RowOutput& rows() { return rows_; }
  /// For lines that are no rows.
  [[nodiscard]] StdoutWriter& output() { return writer_; }
  [[nodiscard]] ProgressLine& progress() { return progress_; }
  [[nodiscard]] Log& log() { return log_; }
  [[nodiscard]] Loop& loop() { return loop_; }
  /// This run has signed in itself: the session is not one that was there before.
  [[nodiscard]] bool has_signed_in() const { return has_signed_in_; }
  /// No signal has come, and what is written is still taken.
  [[nodiscard]] bool going_on() const { return signal_ == 0 && !error_; }
  /// All is done: pwsh is ended once the output is out. Rows are whole when there is no error, or
  /// when it says that only a part of what was asked for failed.
  void end(std::optional<Error> error);
  /// Says on stderr what PowerShell said.
  void say(const Message& message);
  /// True when another sign-in needs no person, as far as that is known before it is tried.
  [[nodiscard]] bool may_sign_in_again() const {
    return going_on() && answers_.can_sign_in_again();
  }
  /// Signs in again, after the session has told that it no longer is; begin() follows.
  void sign_in_again();

 private:
  void turn();
  void balance();
  void warn(const std::string& text);
  /// Rows that came before pwsh died are still the reader's.
  [[nodiscard]] bool written() const { return rows_.written() || writer_.error().has_value(); }
  void begin_close();
  int outcome();
  void signal(int number);
  void take(const Event& event);
  void ask(const Challenge& challenge);
  void take_end(const Finished& finished);
  [[nodiscard]] bool may_renew();

  Options options_;
  Log& log_;
  Loop loop_;
  Signals signals_;
  StdoutWriter writer_;
  RowOutput rows_;
  ProgressLine progress_;
  Answers answers_;
  Job* job_ = nullptr;
  std::unique_ptr<AnySession> session_;
  RequestId sign_in_ = 0;
  Connected connected_;
  std::optional<Error> error_;
  int signal_ = 0;
  bool signed_in_ = false;
  bool has_signed_in_ = false;
  bool finished_ = false;   // the job, or the sign-in that failed before it
  bool held_back_ = false;  // the session is paused
  bool closing_ = false;
  bool closed_ = false;
  bool abandoned_ = false;
};

/// Runs a job with everything that can go wrong before it begins; returns the exit status.
[[nodiscard]] int run_job(Options options, Job& job, std::vector<std::string_view> columns = {});

}  // namespace teamsctl::cli
