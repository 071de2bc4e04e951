#include "console.hpp"

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

std::string Console::ask(Channel on, std::string_view question) {
  say(on, question);
  std::string line;
  std::size_t missing = 0;  // continuation bytes of the last character that are yet to come
  while (true) {
    const char byte = next_byte();
    const bool second_of_pair = byte == '\n' && after_return_;
    after_return_ = byte == '\r';
    if (second_of_pair) continue;
    if (byte == '\r' || byte == '\n') break;
    line += byte;
    const auto value = static_cast<unsigned char>(byte);
    if (value >= 0xC0) {
      missing = value >= 0xF0 ? 3 : value >= 0xE0 ? 2 : 1;
    } else if (value >= 0x80 && missing > 0) {
      --missing;
    } else {
      missing = 0;
    }
    if (missing == 0) say(Channel::standard_output, line);
  }
  say(Channel::standard_output, "\n");
  return line;
}

char Console::next_byte() {
  while (typed_ahead_.empty()) {
    auto more = channels_.read_terminal();
    if (!more) return '\n';
    typed_ahead_ = std::move(*more);
  }
  const char byte = typed_ahead_.front();
  typed_ahead_.erase(0, 1);
  return byte;
}

}  // namespace teamsctl::simulator
