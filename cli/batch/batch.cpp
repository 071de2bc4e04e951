#include "batch/batch.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>
#include <variant>

#include "batch/job.hpp"
#include "output/error_report.hpp"
#include "session/change_question.hpp"

namespace teamsctl::cli {
namespace {

struct WholeFile {
  std::deque<BatchLine> lines;
  std::vector<BadBatchLine> bad;
};

Error unreadable(const std::string& file, int error) {
  return {.code = ErrorCode::usage,
          .message = "batch: " + file + " cannot be read: " + std::strerror(error) + ".",
          .hint = "Name a file, or - for standard input."};
}

std::variant<WholeFile, Error> read_file(const std::string& file) {
  const int input = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (input < 0) return unreadable(file, errno);
  WholeFile whole;
  MessageLines cut;
  for (ssize_t size = 1; size != 0;) {
    const std::span<char> space = cut.space();
    size = ::read(input, space.data(), space.size());
    if (size < 0) {
      if (errno == EINTR) continue;
      const int error = errno;
      ::close(input);
      return unreadable(file, error);
    }
    if (size == 0) cut.end();
    cut.filled(static_cast<std::size_t>(size));
    while (const std::optional<MessageLines::Line> line = cut.next()) {
      auto read = read_batch_line(*line);
      if (!read) continue;
      if (BadBatchLine* bad = std::get_if<BadBatchLine>(&*read))
        whole.bad.push_back(std::move(*bad));
      else
        whole.lines.push_back(std::get<BatchLine>(std::move(*read)));
    }
  }
  ::close(input);
  return whole;
}

/// Nothing is run when one line cannot be understood: half of a batch is worse than none.
int refuse(const std::string& file, const WholeFile& whole, bool json) {
  for (const BadBatchLine& bad : whole.bad) {
    const std::string event =
        error_event({.line = bad.number, .id = bad.id, .session = {}}, bad.error);
    std::fwrite(event.data(), 1, event.size(), stdout);
  }
  std::fflush(stdout);
  const BadBatchLine& first = whole.bad.front();
  Error error = first.error;
  error.message =
      file + ":" + std::to_string(first.number) + ": " + error.message + " Nothing was run.";
  if (whole.bad.size() > 1)
    error.message = file + ": " + std::to_string(whole.bad.size()) +
                    " lines cannot be understood, the first is line " +
                    std::to_string(first.number) + ": " + first.error.message + " Nothing was run.";
  error.code = ErrorCode::usage;
  return report(error, json);
}

std::uint64_t changes_to_ask_for(const WholeFile& whole) {
  return static_cast<std::uint64_t>(
      std::count_if(whole.lines.begin(), whole.lines.end(), [](const BatchLine& line) {
        return line.asked.changes && !line.asked.dry_run && !line.yes;
      }));
}

}  // namespace

int run_batch(Options options) {
  const BatchCommand command = std::get<BatchCommand>(options.command);
  const bool json = options.json_errors;
  // Events are not rows: what would be done to rows is left out.
  options.output = OutputFormat::ndjson;
  options.fields.clear();
  options.jq.clear();
  BatchPlan plan{
      .lines = {}, .continue_on_error = command.continue_on_error, .changes_agreed = command.yes};
  if (command.file != "-") {
    std::variant<WholeFile, Error> read = read_file(command.file);
    if (const Error* error = std::get_if<Error>(&read)) return report(*error, json);
    WholeFile& whole = std::get<WholeFile>(read);
    if (!whole.bad.empty()) return refuse(command.file, whole, json);
    if (const std::uint64_t changes = changes_to_ask_for(whole); changes != 0 && !command.yes) {
      const std::string question = changes == 1
                                       ? "Make the one change of "
                                       : "Make the " + std::to_string(changes) + " changes of ";
      if (const std::optional<Error> refused = ask_yes(question + command.file + "?", options))
        return report(*refused, json);
      plan.changes_agreed = true;
    }
    plan.lines = std::move(whole.lines);
  }
  BatchJob job(std::move(plan));
  return run_job(std::move(options), job);
}

}  // namespace teamsctl::cli
