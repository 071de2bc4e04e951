#include "pipeline.hpp"

#include <utility>

#include "arguments.hpp"

namespace teamsctl::simulator {

namespace {
// Nothing is held back for longer than it takes to fill a block: rows are made as fast as they are
// taken, and whatever makes a command wait writes them out first.
constexpr std::size_t block = std::size_t{32} << 10;
}  // namespace

Pipeline::Pipeline(ProcessChannels& channels, PromptNumber& prompts, std::uint64_t id,
                   unsigned depth)
    : channels_(channels),
      prompts_(prompts),
      id_(id),
      depth_(depth),
      object_head_(object_record_head(id)) {
  held_.reserve(2 * block);
}

void Pipeline::object(std::string_view json) {
  begin_object();
  held_.append(json);
  end_object();
}

void Pipeline::row(const RowWriter& writer, std::uint64_t number) {
  begin_object();
  writer.append(held_, number);
  end_object();
  truncated_ += writer.truncated();
}

void Pipeline::error(ErrorRecord error) {
  if (stops_on_errors_) throw CommandFailed{std::move(error)};
  ++errors_;
  send(error_record(id_, error, false));
}

void Pipeline::message(std::string_view type, std::string_view text) {
  send(message_record(type, id_, text));
}

void Pipeline::host(std::string_view text, bool newline) { send(host_record(id_, text, newline)); }

void Pipeline::progress(std::string_view activity) { send(progress_record(id_, activity)); }

Json Pipeline::ask(PromptRecord prompt) {
  prompt.prompt = ++prompts_;
  channels_.requests().open_prompt(prompt.prompt);
  send(prompt_record(id_, prompt));
  while (true) {
    if (auto answer = channels_.requests().take_answer()) return std::move(*answer);
    channels_.wait(std::nullopt);
  }
}

void Pipeline::failed(const ErrorRecord& error) {
  ++errors_;
  send(error_record(id_, error, true));
}

void Pipeline::done(std::string_view state) {
  using namespace std::chrono;
  send(done_record(
      id_, {.state = state,
            .objects = objects_,
            .errors = errors_,
            .truncated = truncated_,
            .milliseconds =
                duration_cast<milliseconds>(ProcessChannels::Clock::now() - started_).count()}));
}

void Pipeline::flush() {
  channels_.send(held_);
  held_.clear();
}

void Pipeline::begin_object() { held_.append(object_head_); }

void Pipeline::end_object() {
  held_.append(object_record_tail);
  if (++objects_ != 1 && held_.size() < block) return;
  flush();
  channels_.look();
}

void Pipeline::send(const std::string& record) {
  flush();
  channels_.send(record);
}

}  // namespace teamsctl::simulator
