#include "bulk/job.hpp"

#include <cstdio>
#include <utility>

namespace teamsctl::cli {
namespace {

constexpr const char* goes_on = "The same command goes on there.";

JournalTime wall_time() { return JournalTime::clock::now(); }

/// What can be wrong with one row. Everything else is wrong with the session, and would be with the
/// next row.
bool is_of_the_row(const Error& error) {
  switch (error.code) {
    case ErrorCode::cmdlet_failed:
    case ErrorCode::partly_failed:
    case ErrorCode::temporary:
    case ErrorCode::timeout:
    case ErrorCode::command_timeout:
    case ErrorCode::usage:
      return true;
    default:
      return false;
  }
}

/// The service has said no, or was never asked.
bool was_not_taken(const Error& error) {
  switch (error.code) {
    case ErrorCode::cmdlet_failed:
    case ErrorCode::partly_failed:
    case ErrorCode::usage:
    case ErrorCode::session_expired:
    case ErrorCode::not_connected:
      return true;
    case ErrorCode::temporary:
      return error.not_taken;
    default:
      return false;
  }
}

bool is_expiry(const Error& error) {
  return error.code == ErrorCode::session_expired || error.code == ErrorCode::not_connected;
}

void add_sentence(std::string& text, const std::string& sentence) {
  text += (text.empty() ? "" : " ") + sentence;
}

}  // namespace

void BulkJob::begin(SessionRun& run, const Connected&) {
  if (began_ == std::chrono::steady_clock::time_point{}) began_ = std::chrono::steady_clock::now();
  next(run);
}

void BulkJob::next(SessionRun& run) {
  while (at_ < work_.rows.size()) {
    const JournalRow known = work_.journal->journal().row(current().line);
    if (known.fate != RowFate::done) {
      start_row(run);
      return;
    }
    run.rows().row(resumed_row(current(), known.result));
    ++counts_.done;
    ++counts_.resumed;
    ++at_;
  }
  end_of_file(run);
}

void BulkJob::start_row(SessionRun& run) {
  result_.clear();
  std::chrono::milliseconds look_for{0};
  if (!std::exchange(noted_, true)) {
    if (work_.journal->journal().row(current().line).fate == RowFate::started) {
      look_for = work_.verify;
      run.log().info(work_.file + ":" + std::to_string(current().line) +
                     ": an earlier run was cut off here; looking first whether its change shows");
    }
    if (!note(run, journal_started(current(), wall_time()))) return;
  }
  id_ = run.session().start(request_of(current(), work_.verify, look_for));
}

void BulkJob::row(SessionRun&, const Row& row) { result_ = row.json; }

void BulkJob::message(SessionRun& run, const Message& message) {
  Message named = message;
  if (id_ != 0) named.text = work_.file + ":" + std::to_string(current().line) + ": " + named.text;
  run.say(named);
}

void BulkJob::progress(SessionRun&, const Progress&) {}  // what counts here is rows of the file

void BulkJob::interrupt(SessionRun& run) {
  if (id_ != 0)
    run.session().cancel(id_);
  else
    stopped(run);
}

void BulkJob::finished(SessionRun& run, const Finished& finished) {
  if (finished.request != id_) return;
  id_ = 0;
  const std::optional<Error>& error = finished.error;
  if (!result_.empty()) {
    took(run, error);
  } else if (error && is_expiry(*error) && !renewed_ && run.may_sign_in_again()) {
    // The row is run anew, and looks first: whatever became of the change, it is not made twice.
    renewed_ = true;
    run.sign_in_again();
  } else if (error && is_of_the_row(*error)) {
    failed(run, *error);
  } else if (error && run.going_on()) {
    lost(run, *error);
  } else {
    stopped(run);  // what became of the row is not known, and the journal says so
  }
}

/// The service has taken the change; with an `error` the look at it afterwards failed.
void BulkJob::took(SessionRun& run, const std::optional<Error>& error) {
  const RowResult result = result_in(result_);
  if (!note(run, journal_done(current(), result, wall_time()))) return;
  run.rows().row(done_row(current(), result_));
  if (result.outcome == "accepted") unseen_.push_back(current().line);
  ++counts_.done;
  ++at_;
  noted_ = renewed_ = false;
  show_progress(run);
  if (error && !is_of_the_row(*error) && !is_expiry(*error))
    lost(run, *error);
  else if (run.going_on())
    next(run);
  else
    stopped(run);
}

void BulkJob::failed(SessionRun& run, const Error& error) {
  if (!note(run, journal_failed(current(), error, was_not_taken(error), wall_time()))) return;
  run.rows().row(failed_row(current(), error));
  ++counts_.failed;
  if (!work_.continue_on_error) {
    end_at_failure(run, error);
    return;
  }
  run.progress().clear();
  run.log().warn(work_.file + ":" + std::to_string(current().line) + ": " + error.message + " " +
                 error.hint);
  ++at_;
  noted_ = renewed_ = false;
  show_progress(run);
  if (run.going_on())
    next(run);
  else
    stopped(run);
}

void BulkJob::stopped(SessionRun& run) {
  name_unseen(run);
  run.progress().clear();
  run.log().warn(where_it_stands(counts_) + "; the same command goes on there");
  run.end(std::nullopt);
}

void BulkJob::lost(SessionRun& run, Error error) {
  if (at_ < work_.rows.size() && was_not_taken(error) && noted_ &&
      !note(run, journal_failed(current(), error, true, wall_time())))
    return;
  name_unseen(run);
  add_sentence(error.message, where_it_stands(counts_) + ".");
  add_sentence(error.hint, goes_on);
  run.end(std::move(error));
}

void BulkJob::end_at_failure(SessionRun& run, const Error& error) {
  name_unseen(run);
  Error end = error;
  if (counts_.done != 0) end.code = ErrorCode::partly_failed;
  end.message =
      "Line " + std::to_string(current().line) + " of " + work_.file + ": " + error.message;
  add_sentence(end.message, where_it_stands(counts_) + ".");
  add_sentence(end.hint,
               "The same command goes on there; --continue-on-error does not stop at a row.");
  run.end(std::move(end));
}

void BulkJob::end_of_file(SessionRun& run) {
  name_unseen(run);
  if (counts_.failed == 0) {
    if (!work_.journal->journal().finished() && !note(run, journal_finished(wall_time()))) return;
    run.end(std::nullopt);
    return;
  }
  run.end(Error{
      .code = counts_.done == 0 ? ErrorCode::cmdlet_failed : ErrorCode::partly_failed,
      .message =
          std::to_string(counts_.failed) + " of " + std::to_string(counts_.rows) + " rows failed.",
      .hint = "Their rows on standard output say why. The same command tries them again."});
}

/// What cannot be written down is not done: nothing would keep it from being done twice.
bool BulkJob::note(SessionRun& run, const std::string& line) {
  std::optional<Error> error = work_.journal->append(line);
  if (!error) return true;
  add_sentence(error->message, where_it_stands(counts_) + ".");
  run.end(std::move(error));
  return false;
}

void BulkJob::show_progress(SessionRun& run) {
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  const std::uint64_t ended = counts_.done + counts_.failed;
  std::string line = std::to_string(ended) + " of " + std::to_string(counts_.rows);
  if (counts_.failed != 0) line += ", " + std::to_string(counts_.failed) + " failed";
  if (seconds > 0) {
    char speed[32];
    std::snprintf(speed, sizeof speed, ", %.1f a second",
                  static_cast<double>(ended - counts_.resumed) / seconds);
    line += speed;
  }
  run.progress().text(line);
}

void BulkJob::name_unseen(SessionRun& run) {
  if (unseen_.empty()) return;
  run.progress().clear();
  run.log().warn("the service took " + named_lines(unseen_) + " of " + work_.file +
                 ", and the change does not show yet: it usually does later, look with "
                 "get-phone-numbers");
}

}  // namespace teamsctl::cli
