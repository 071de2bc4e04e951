#include "output/jq_output.hpp"

#include <unistd.h>

#include <utility>

#include "jq/jq_interrupt.hpp"
#include "terminal/terminal_text.hpp"

namespace teamsctl::cli {
namespace {

constexpr std::size_t enough_at_once = 64 * 1024;

/// What is said when libjq finds no memory, made while there is some.
std::string last_words;

void say_last_words() {
  (void)!::write(STDERR_FILENO, last_words.data(), last_words.size());
  ::_exit(exit_status(ErrorCode::output));
}

}  // namespace

JqOutput::JqOutput(Reads reads, const OutputSettings& settings)
    : reads_(reads),
      for_terminal_(settings.screen.terminal),
      warn_(settings.warn),
      filter_(settings.jq) {
  last_words = settings.out_of_memory;
  on_jq_out_of_memory(say_last_words);
}

void JqOutput::row(std::string_view json, std::string&) {
  if (stopped_) return;
  if (reads_ == Reads::each_row) {
    waiting_.emplace_back(json);
    return;
  }
  auto value = jq_value(json);
  if (const auto* failure = std::get_if<JqFilter::Failure>(&value))
    fail(failure->message);
  else
    all_ = JqValue(jv_array_append(all_.take(), std::get<JqValue>(value).take()));
}

void JqOutput::complete(std::string&) {
  if (!stopped_ && reads_ == Reads::all_rows) begin(std::move(all_));
}

bool JqOutput::unfinished() const { return running_ || !waiting_.empty(); }

void JqOutput::begin(JqValue input) {
  filter_.start(std::move(input));
  running_ = true;
}

void JqOutput::more(std::string& out) {
  const std::size_t enough = out.size() + enough_at_once;
  const JqInterrupt interrupt(filter_.state());
  while (unfinished() && out.size() < enough) {
    if (!running_) {
      auto value = jq_value(waiting_.front());
      waiting_.pop_front();
      if (const auto* failure = std::get_if<JqFilter::Failure>(&value))
        return fail(failure->message);
      begin(std::move(std::get<JqValue>(value)));
    }
    if (interrupt.stopped()) return stop();
    const JqFilter::Result result = filter_.next();
    for (const std::string& line : filter_.take_debug())
      warn_("--jq: [\"DEBUG:\"," + line + "]");  // as jq prints it
    if (const auto* value = std::get_if<JqValue>(&result))
      print(*value, out);
    else if (const auto* failure = std::get_if<JqFilter::Failure>(&result))
      fail(failure->message);
    else if (std::holds_alternative<JqFilter::Halted>(result))
      stop();
    else
      running_ = false;
  }
}

void JqOutput::print(const JqValue& value, std::string& out) const {
  const bool as_line = reads_ == Reads::each_row;
  if (value.kind() == JV_KIND_STRING && !as_line) {
    // Line ends and tabs in it are what was asked for: by @tsv, or by join("\n").
    out.append(for_terminal_ ? terminal_text(value.text(), LineEnds::kept) : value.text());
  } else {
    const std::string json = value.json(for_terminal_ && !as_line ? JV_PRINT_INDENT_FLAGS(2) : 0);
    out.append(for_terminal_ ? terminal_json(json) : json);
  }
  out += '\n';
}

void JqOutput::fail(const std::string& message) {
  problem_ = Error{
      .code = ErrorCode::output,
      .message = "--jq: " + message + ".",
      .hint = reads_ == Reads::each_row
                  ? "With -o ndjson the expression reads one result at a time."
                  : "The expression reads one array with all results; .[] gives each of them."};
  stop();
}

void JqOutput::stop() {
  stopped_ = true;
  running_ = false;
  waiting_.clear();
}

}  // namespace teamsctl::cli
