#include "pipeline.hpp"

#include <utility>

#include "arguments.hpp"
#include "strict_json.hpp"
#include "text.hpp"

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
      depth_(request.depth),
      properties_(request.properties),
      object_head_(object_record_head(request.id)) {
  held_.reserve(2 * block);
}

void Pipeline::object(std::string_view json) {
  if (properties_) {
    selected(json);
    return;
  }
  begin_object();
  held_.append(json);
  end_object();
}

void Pipeline::selected(std::string_view json) {
  const Json whole = parse_strictly(json);
  Json part = Json::object();
  for (const std::string& name : *properties_) {
    // PowerShell does not distinguish case; the name is written as it was asked for.
    Json& value = part[name];
    if (!whole.is_object()) continue;
    for (const auto& [member, content] : whole.items())
      if (same_text(member, name)) value = content;
    if (value == Json{{"truncated", true}}) ++truncated_;
  }
  begin_object();
  held_.append(dump(part));
  end_object();
}

void Pipeline::row(const RowWriter& writer, std::uint64_t number) {
  if (properties_) {
    std::string whole;
    writer.append(whole, number);
    selected(whole);
    return;
  }
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
