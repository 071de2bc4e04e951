#include "play/pipeline.hpp"

#include <utility>

#include "binding/binding_error.hpp"
#include "text/strict_json.hpp"

namespace teamsctl::simulator {

namespace {
// Nothing is held back for longer than it takes to fill a block: rows are made as fast as they are
// taken, and whatever makes a command wait writes them out first.
constexpr std::size_t block = std::size_t{32} << 10;
}  // namespace

Pipeline::Pipeline(ProcessChannels& channels, PromptNumber& prompts, const CommandRequest& request)
    : channels_(channels),
      prompts_(prompts),
      id_(request.id),
      shape_(request.shape),
      object_head_(object_record_head(request.id)) {
  held_.reserve(2 * block);
}

void Pipeline::object(const Json& value) {
  if (kept_) {
    kept_->push_back(value);
    return;
  }
  begin_object();
  held_.append(dump(shaped(value, shape_, truncated_)));
  end_object();
}

void Pipeline::row(const RowWriter& writer, const PhoneNumber& number) {
  // The quick way for what nearly everybody asks for.
  if (constexpr unsigned deep = 2; shape_.properties || shape_.depth < deep || kept_) {
    std::string whole;
    writer.append(whole, number);
    object(Json::parse(whole));
    return;
  }
  begin_object();
  writer.append(held_, number);
  end_object();
}

std::vector<Json> Pipeline::take_results() {
  std::vector<Json> results = std::move(*kept_);
  kept_.reset();
  return results;
}

void Pipeline::error(ErrorRecord error) {
  if (on_error_ == OnError::ignore) return;
  if (on_error_ == OnError::stop)
    throw CommandFailed{.error = std::move(error), .made_terminating = true};
  ++errors_;
  send(error_record(id_, error, false));
}

void Pipeline::statement_ended(const ErrorRecord& error) {
  ++errors_;
  send(error_record(id_, error, false));
}

void Pipeline::message(std::string_view type, std::string_view text) {
  send(message_record(type, id_, text));
}

void Pipeline::host(std::string_view text, bool newline) { send(host_record(id_, text, newline)); }

void Pipeline::progress(std::string_view activity) { send(progress_record(id_, activity)); }

std::optional<Json> Pipeline::ask(PromptRecord prompt, Console::Deadline deadline) {
  prompt.prompt = ++prompts_;
  channels_.requests().open_prompt(prompt.prompt);
  send(prompt_record(id_, prompt));
  while (true) {
    if (auto answer = channels_.requests().take_answer()) return answer;
    if (deadline && ProcessChannels::Clock::now() >= *deadline) {
      channels_.requests().withdraw_prompt();
      return std::nullopt;
    }
    channels_.wait(deadline);
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
