#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "batch/line.hpp"
#include "batch/tally.hpp"
#include "messages/event.hpp"
#include "messages/input.hpp"
#include "session/session_run.hpp"
#include "teamsctl/secret_source.hpp"

namespace teamsctl::cli {

struct BatchPlan {
  std::optional<std::deque<BatchLine>>
      lines;  ///< those of a file; none: they come on standard input
  bool continue_on_error = false;
  bool changes_agreed = false;  ///< nobody need be asked before a change
};

/// Runs the requests one after the other and writes what they give.
class BatchJob final : public Job {
 public:
  explicit BatchJob(BatchPlan plan);

  void begin(SessionRun& run, const Connected& connected) override;
  void row(SessionRun& run, const Row& row) override;
  void message(SessionRun& run, const Message& message) override;
  void progress(SessionRun& run, const Progress& progress) override;
  void asked(SessionRun& run, const Challenge& challenge) override;
  void finished(SessionRun& run, const Finished& finished) override;
  void interrupt(SessionRun& run) override;
  void closed(SessionRun& run) override;

 private:
  using Clock = std::chrono::steady_clock;

  void next(SessionRun& run);
  void next_later(SessionRun& run);
  void take(SessionRun& run, const MessageLines::Line* line);
  void start(SessionRun& run, BatchLine line);
  void ask_first(SessionRun& run, BatchLine line);
  void perform(SessionRun& run, BatchLine line);
  void succeeded(SessionRun& run, std::uint64_t rows);
  void failed(SessionRun& run, const Error& error, bool session_is_gone = false);
  void end(SessionRun& run, std::optional<Error> error);
  void summarize(SessionRun& run);
  void show_progress(SessionRun& run, std::uint64_t rows);
  [[nodiscard]] EventHead head() const { return {.line = tally_.at, .id = id_, .session = {}}; }

  BatchPlan plan_;
  std::unique_ptr<MessageInput> input_;
  std::unique_ptr<SecretSource> terminal_;
  Loop::Handle later_;
  RequestId running_ = 0;
  BatchTally tally_;
  std::string id_;
  Clock::time_point since_;
  bool connected_ = false;
  bool ended_ = false;
  bool summarized_ = false;
};

}  // namespace teamsctl::cli
