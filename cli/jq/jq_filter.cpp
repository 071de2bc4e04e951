#include "jq/jq_filter.hpp"

#include <unistd.h>

#include <climits>

#include "teamsctl/error.hpp"

namespace teamsctl::cli {
namespace {

/// "jq: error: MESSAGE at <top-level>, line 1:\nTHE LINE" as the middle of a sentence.
std::string shown_mistake(std::string_view text) {
  constexpr std::string_view prefix = "jq: error: ";
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
  std::string shown(text.substr(0, text.find('\n')));
  while (shown.ends_with(':') || shown.ends_with(' ')) shown.pop_back();
  for (const auto& [place, words] :
       {std::pair<std::string_view, std::string_view>{" at <top-level>,", " in"},
        {" at <builtin>,", " in ~/.jq,"}})
    if (const std::size_t at = shown.find(place); at != std::string::npos)
      shown.replace(at, place.size(), words);
  return shown;
}

std::string message_of(const JqValue& message) {
  return message.kind() == JV_KIND_STRING ? std::string(message.text())
                                          : message.json() + " (not a string)";
}

void keep_message(void* messages, jv message) {
  const JqValue value(message);
  static_cast<std::vector<std::string>*>(messages)->push_back(message_of(value));
}

void keep_debug(void* lines, jv message) {
  const JqValue value(message);
  static_cast<std::vector<std::string>*>(lines)->push_back(value.json());
}

jv no_more_input(jq_state*, void*) { return jv_invalid(); }

void (*out_of_memory)() = nullptr;

void say_out_of_memory(void*) {
  if (out_of_memory != nullptr) out_of_memory();
  constexpr std::string_view words = "teamsctl: --jq: there is not enough memory.\n";
  (void)!::write(STDERR_FILENO, words.data(), words.size());
  ::_exit(exit_status(ErrorCode::output));
}

}  // namespace

std::string_view JqValue::text() const {
  if (kind() != JV_KIND_STRING) return {};
  return {jv_string_value(value_), static_cast<std::size_t>(jv_string_length_bytes(copy()))};
}

std::string JqValue::json(int flags) const {
  const JqValue dumped(jv_dump_string(copy(), flags));
  return std::string(dumped.text());
}

JqFilter::JqFilter(const std::string& expression) {
  jv_nomem_handler(say_out_of_memory, nullptr);
  state_ = jq_init();
  if (state_ == nullptr) throw JqMistake{"there is no memory for it"};
  jq_set_nomem_handler(state_, say_out_of_memory, nullptr);
  jq_set_error_cb(state_, keep_message, &messages_);
  jq_set_debug_cb(state_, keep_debug, &debug_);
  jq_set_input_cb(state_, no_more_input, nullptr);
  // Where "import" looks. Without these libjq fails an assertion of its own.
  jq_set_attr(state_, jv_string("JQ_LIBRARY_PATH"), JV_ARRAY(jv_string("~/.jq")));
  jq_set_attr(state_, jv_string("JQ_ORIGIN"), jv_string("."));
  jq_set_attr(state_, jv_string("PROGRAM_ORIGIN"), jv_string("."));
  if (jq_compile_args(state_, expression.c_str(), jv_object()) != 0) return;
  jq_teardown(&state_);
  throw JqMistake{messages_.empty() ? "it does not compile" : shown_mistake(messages_.front())};
}

JqFilter::~JqFilter() { jq_teardown(&state_); }

void JqFilter::start(JqValue input) { jq_start(state_, input.take(), 0); }

JqFilter::Result JqFilter::next() {
  JqValue value(jq_next(state_));
  if (value.kind() != JV_KIND_INVALID) return value;
  if (jq_halted(state_) != 0) {
    const JqValue said(jq_get_error_message(state_));
    // "halt_error"; "halt" says nothing.
    if (said.kind() != JV_KIND_INVALID) {
      std::string message = message_of(said);
      while (message.ends_with('\n')) message.pop_back();
      return Failure{std::move(message)};
    }
    return Halted{};
  }
  const JqValue message(jv_invalid_get_msg(value.take()));
  if (message.kind() == JV_KIND_NULL) return End{};
  return Failure{message_of(message)};
}

std::optional<JqMistake> jq_mistake(const std::string& expression) {
  try {
    const JqFilter filter(expression);
    return std::nullopt;
  } catch (JqMistake& mistake) {
    return std::move(mistake);
  }
}

std::variant<JqValue, JqFilter::Failure> jq_value(std::string_view json) {
  if (json.size() > INT_MAX) return JqFilter::Failure{"a result is too long"};
  JqValue value(jv_parse_sized(json.data(), static_cast<int>(json.size())));
  if (value.kind() != JV_KIND_INVALID) return value;
  const JqValue message(jv_invalid_get_msg(value.take()));
  std::string text = message_of(message);
  // The whole text follows.
  return JqFilter::Failure{text.substr(0, text.find(" (while parsing"))};
}

void on_jq_out_of_memory(void (*say)()) { out_of_memory = say; }

}  // namespace teamsctl::cli
