#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bulk/journal_file.hpp"
#include "bulk/report.hpp"
#include "bulk/row.hpp"
#include "session/session_run.hpp"

namespace teamsctl::cli {

/// What bulk-assign is to do.
struct BulkWork {
  std::string file;  ///< as messages call it
  std::vector<BulkRow> rows;
  std::unique_ptr<BulkJournalFile> journal;  ///< never null
  std::chrono::milliseconds verify{60'000};
  bool continue_on_error = false;
};

/// Does the rows of a file, one after the other, in its order. The journal has a line on the disk
/// before a change is begun, and another one before its result is said.
class BulkJob final : public Job {
 public:
  explicit BulkJob(BulkWork work) : work_(std::move(work)) { counts_.rows = work_.rows.size(); }

  void begin(SessionRun& run, const Connected& connected) override;
  void row(SessionRun& run, const Row& row) override;
  void message(SessionRun& run, const Message& message) override;
  void progress(SessionRun& run, const Progress& progress) override;
  void finished(SessionRun& run, const Finished& finished) override;
  void interrupt(SessionRun& run) override;

 private:
  void next(SessionRun& run);
  void start_row(SessionRun& run);
  void took(SessionRun& run, const std::optional<Error>& error);
  void failed(SessionRun& run, const Error& error);
  /// Not the row is to blame: nothing more can be done in this session.
  void lost(SessionRun& run, Error error);
  /// A signal came, or nobody takes the results any more.
  void stopped(SessionRun& run);
  void end_at_failure(SessionRun& run, const Error& error);
  void end_of_file(SessionRun& run);
  [[nodiscard]] bool note(SessionRun& run, const std::string& line);
  void show_progress(SessionRun& run);
  void name_unseen(SessionRun& run);
  [[nodiscard]] const BulkRow& current() const { return work_.rows[at_]; }

  BulkWork work_;
  BulkCounts counts_;
  std::size_t at_ = 0;                 // the row that runs, or comes next
  RequestId id_ = 0;                   // of the row that runs; 0: none does
  std::string result_;                 // the row that it has given
  bool noted_ = false;                 // the journal says that it was begun in this run
  bool renewed_ = false;               // the sign-in, for this row
  std::vector<std::uint64_t> unseen_;  // lines that were taken and do not show yet
  std::chrono::steady_clock::time_point began_{};
};

}  // namespace teamsctl::cli
