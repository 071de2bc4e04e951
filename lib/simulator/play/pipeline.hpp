#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "binding/error_record.hpp"
#include "play/console.hpp"
#include "play/process_channels.hpp"
#include "play/record.hpp"
#include "play/result_shape.hpp"
#include "tenant/number_row.hpp"

namespace teamsctl::simulator {

/// Numbers the prompts of a session.
using PromptNumber = std::uint64_t;

/// The output of one running request: every record with its id, and the counts for the last of
/// them. Results are held back and written in blocks; whatever is not a result is written after all
/// of them.
class Pipeline {
 public:
  enum class OnError { report, stop, ignore };

  Pipeline(ProcessChannels& channels, PromptNumber& prompts, const CommandRequest& request);

  [[nodiscard]] const std::string& command() const noexcept { return command_; }
  void set_command(std::string command) { command_ = std::move(command); }
  /// What -ErrorAction says about errors that do not end the command.
  void set_on_error(OnError on_error) noexcept { on_error_ = on_error; }

  /// Writes a result.
  void object(const Json& value);
  void row(const RowWriter& writer, const PhoneNumber& number);

  /// From here on results are not written but kept, until they are taken: those of an assignment.
  void keep_results() { kept_.emplace(); }
  [[nodiscard]] std::vector<Json> take_results();

  /// Writes an error that does not end the command, unless it has to (then throws CommandFailed).
  void error(ErrorRecord error);
  /// Writes an error that ended a statement of a script, which goes on with the next one.
  void statement_ended(const ErrorRecord& error);
  /// `type` is warning, verbose, debug or information.
  void message(std::string_view type, std::string_view text);
  void host(std::string_view text, bool newline);
  void progress(std::string_view activity);

  /// Asks and waits; returns the answer's record, or nothing when the deadline came first. Throws
  /// Stopped when there will be none.
  [[nodiscard]] std::optional<Json> ask(PromptRecord prompt,
                                        Console::Deadline deadline = std::nullopt);

  void failed(const ErrorRecord& error);
  /// Writes the last record.
  void done(std::string_view state);

  /// Writes what is held back, so that what follows on another channel does not overtake it.
  void flush();

 private:
  void begin_object();
  void end_object();
  void send(const std::string& record);

  ProcessChannels& channels_;
  PromptNumber& prompts_;
  std::uint64_t id_;
  ResultShape shape_;
  std::optional<std::vector<Json>> kept_;
  ProcessChannels::Clock::time_point started_ = ProcessChannels::Clock::now();
  std::string object_head_;
  std::string held_;
  std::string command_;
  OnError on_error_ = OnError::report;
  std::uint64_t objects_ = 0;
  std::uint64_t errors_ = 0;
  std::uint64_t truncated_ = 0;
};

}  // namespace teamsctl::simulator
