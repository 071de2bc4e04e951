#include "play/console.hpp"

namespace teamsctl::simulator {

namespace {

int descriptor_of(Channel channel) {
  switch (channel) {
    case Channel::terminal:
      return 0;
    case Channel::standard_error:
      return 2;
    default:
      return 1;
  }
}

}  // namespace

void Console::say(Channel on, std::string_view text, bool bytewise) {
  if (!bytewise) {
    channels_.print(descriptor_of(on), text);
    return;
  }
  for (std::size_t i = 0; i < text.size(); ++i)
    channels_.print(descriptor_of(on), text.substr(i, 1));
}

std::optional<std::string> Console::ask(Channel on, std::string_view question, Deadline deadline) {
  say(on, question);
  std::string line;
  while (true) {
    const auto typed = next_byte(deadline);
    if (!typed) return std::nullopt;
    // CR LF is two lines to .NET.
    if (*typed == '\r' || *typed == '\n') break;
    line += *typed;
    say(Channel::terminal, std::string_view(&*typed, 1));
  }
  say(Channel::terminal, "\n");
  return line;
}

std::optional<char> Console::next_byte(Deadline deadline) {
  while (typed_ahead_.empty()) {
    auto more = channels_.read_terminal(deadline);
    if (!more) return '\n';
    if (more->empty()) return std::nullopt;
    typed_ahead_ = std::move(*more);
  }
  const char byte = typed_ahead_.front();
  typed_ahead_.erase(0, 1);
  return byte;
}

}  // namespace teamsctl::simulator
