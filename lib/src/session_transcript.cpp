#include "session_transcript.hpp"

#include <string>
#include <utility>

#include "wire/request_writer.hpp"

namespace teamsctl {
namespace {

constexpr std::array channels = {Channel::output, Channel::error, Channel::terminal};

}  // namespace

SessionTranscript::SessionTranscript(Take take, const Redactor& redactor)
    : take_(std::move(take)),
      redactor_(redactor),
      begin_(std::chrono::steady_clock::now()),
      streams_{StreamRedactor(redactor, true), StreamRedactor(redactor, true),
               StreamRedactor(redactor, true)} {}

void SessionTranscript::sent(const core::HostRequest& request) {
  if (!take_) return;
  release();
  tell(Channel::request, redactor_.redact(wire::write_redacted(request)));
}

void SessionTranscript::typed(std::string_view text) {
  if (!take_) return;
  release();
  // Nothing is typed but answers.
  const bool line = text.ends_with('\n');
  const bool something = text.size() > (line ? 1u : 0u);
  tell(Channel::typed,
       (something ? std::string(redacted_mark) : std::string()) + (line ? "\n" : ""));
}

void SessionTranscript::record(std::string_view line) {
  if (take_) tell(Channel::record, redactor_.redact(line));
}

void SessionTranscript::console(core::ConsoleStream stream, std::string_view bytes) {
  const auto index = static_cast<std::size_t>(stream);
  if (take_ && index < streams_.size()) tell(channels[index], streams_[index].feed(bytes));
}

void SessionTranscript::ended(const core::ChildEnd& end) {
  if (!take_) return;
  release();
  if (end.status) tell(Channel::ended, "exit " + std::to_string(*end.status));
  if (end.signal) tell(Channel::ended, "signal " + std::to_string(*end.signal));
}

void SessionTranscript::release() {
  for (std::size_t i = 0; i < streams_.size(); ++i) tell(channels[i], streams_[i].flush());
}

void SessionTranscript::tell(Channel channel, std::string_view text) {
  if (!text.empty())
    take_({.time = std::chrono::steady_clock::now() - begin_, .channel = channel, .text = text});
}

}  // namespace teamsctl
