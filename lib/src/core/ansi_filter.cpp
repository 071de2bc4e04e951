#include "core/ansi_filter.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace teamsctl::core {
namespace {

constexpr char32_t replacement = 0xfffd;
constexpr char32_t escape_character = 0x1b;
constexpr std::size_t longest_sequence = 4096;
constexpr int widest_movement = 16;  // a gap is a gap; more would only be a way to blow up the text

/// Length of the run of printable ASCII at the start, eight bytes at a time.
std::size_t printable_run(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101u;
  constexpr std::uint64_t highs = 0x8080808080808080u;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    const std::uint64_t low = (word - ones * 0x20) & ~word;  // bytes below space
    const std::uint64_t del = ((word ^ (ones * 0x7f)) - ones) & ~(word ^ (ones * 0x7f));
    if (((word | low | del) & highs) != 0) break;
  }
  while (at < text.size() && text[at] >= 0x20 && text[at] < 0x7f) ++at;
  return at;
}

/// Sink of feed(in, std::string&).
class Appender final : public AnsiFilter::Sink {
 public:
  explicit Appender(std::string& out) : out_(out) {}
  void ascii(std::string_view run, std::size_t) override { out_.append(run); }
  void character(std::string_view utf8, std::size_t, std::size_t) override { out_.append(utf8); }
  void erase_line(bool) override {}

 private:
  std::string& out_;
};

}  // namespace

void append_utf8(std::string& out, char32_t value) {
  if (value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) value = replacement;
  if (value < 0x80) {
    out.push_back(static_cast<char>(value));
  } else if (value < 0x800) {
    out.push_back(static_cast<char>(0xc0 | (value >> 6)));
    out.push_back(static_cast<char>(0x80 | (value & 0x3f)));
  } else if (value < 0x10000) {
    out.push_back(static_cast<char>(0xe0 | (value >> 12)));
    out.push_back(static_cast<char>(0x80 | ((value >> 6) & 0x3f)));
    out.push_back(static_cast<char>(0x80 | (value & 0x3f)));
  } else {
    out.push_back(static_cast<char>(0xf0 | (value >> 18)));
    out.push_back(static_cast<char>(0x80 | ((value >> 12) & 0x3f)));
    out.push_back(static_cast<char>(0x80 | ((value >> 6) & 0x3f)));
    out.push_back(static_cast<char>(0x80 | (value & 0x3f)));
  }
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) -> char32_t {
    return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0;
  };
  const char32_t first = byte(at);
  if (first < 0x80) {
    at += 1;
    return first;
  }
  if (first < 0xe0) {
    const char32_t value = ((first & 0x1f) << 6) | (byte(at + 1) & 0x3f);
    at += 2;
    return value;
  }
  if (first < 0xf0) {
    const char32_t value =
        ((first & 0x0f) << 12) | ((byte(at + 1) & 0x3f) << 6) | (byte(at + 2) & 0x3f);
    at += 3;
    return value;
  }
  const char32_t value = ((first & 0x07) << 18) | ((byte(at + 1) & 0x3f) << 12) |
                         ((byte(at + 2) & 0x3f) << 6) | (byte(at + 3) & 0x3f);
  at += 4;
  return value;
}

void AnsiFilter::reset() { *this = AnsiFilter(); }

void AnsiFilter::feed(std::string_view in, std::string& out) {
  Appender sink(out);
  feed(in, sink);
}

void AnsiFilter::feed(std::string_view in, Sink& sink) {
  while (!in.empty()) {
    if (encoding_ == Encoding::utf8 && state_ == State::ground && held_count_ == 0) {
      const std::size_t run = printable_run(in);
      if (run != 0) {
        sink.ascii(in.substr(0, run), position_);
        position_ += run;
        in.remove_prefix(run);
        continue;
      }
    }
    const auto byte = static_cast<std::uint8_t>(in.front());
    switch (encoding_) {
      case Encoding::undecided:
        decide(byte, sink);
        break;
      case Encoding::utf8:
        utf8(byte, sink);
        break;
      case Encoding::utf16le:
      case Encoding::utf16be:
        utf16(byte, sink);
        break;
    }
    ++position_;
    in.remove_prefix(1);
  }
}

/// A byte order mark of UTF-16 is two bytes that no UTF-8 holds, so only they have to be held back.
void AnsiFilter::decide(std::uint8_t byte, Sink& sink) {
  if (held_count_ == 0 && (byte == 0xff || byte == 0xfe)) {
    held_[held_count_++] = byte;
    return;
  }
  if (held_count_ == 1) {
    const std::uint8_t first = held_[0];
    held_count_ = 0;
    if (first == 0xff && byte == 0xfe) {
      encoding_ = Encoding::utf16le;
      return;
    }
    if (first == 0xfe && byte == 0xff) {
      encoding_ = Encoding::utf16be;
      return;
    }
    code_point(replacement, position_ - 1, 1, sink);
  }
  encoding_ = Encoding::utf8;
  utf8(byte, sink);
}

void AnsiFilter::drop_held(Sink& sink) {
  const std::size_t count = held_count_;
  held_count_ = 0;
  code_point(replacement, position_ - count, count, sink);
}

void AnsiFilter::utf8(std::uint8_t byte, Sink& sink) {
  if (held_count_ != 0) {
    const std::uint8_t lead = held_[0];
    std::uint8_t low = 0x80;
    std::uint8_t high = 0xbf;
    if (held_count_ == 1) {  // the second byte is what rules out overlong forms and surrogates
      if (lead == 0xe0) low = 0xa0;
      if (lead == 0xed) high = 0x9f;
      if (lead == 0xf0) low = 0x90;
      if (lead == 0xf4) high = 0x8f;
    }
    if (byte >= low && byte <= high) {
      held_[held_count_++] = byte;
      if (held_count_ < held_need_) return;
      std::size_t at = 0;
      const std::size_t count = held_count_;
      held_count_ = 0;
      const std::string_view whole(reinterpret_cast<const char*>(held_.data()), count);
      code_point(next_code_point(whole, at), position_ + 1 - count, count, sink);
      return;
    }
    drop_held(sink);
  }
  if (byte < 0x80) {
    code_point(byte, position_, 1, sink);
  } else if (byte >= 0xc2 && byte <= 0xf4) {
    held_[0] = byte;
    held_count_ = 1;
    held_need_ = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
  } else if (byte == 0x9b || (byte == 0x9c && state_ != State::ground)) {
    code_point(byte, position_, 1, sink);  // CSI and ST of a program that thinks in eight bits
  } else {
    code_point(replacement, position_, 1, sink);
  }
}

void AnsiFilter::utf16(std::uint8_t byte, Sink& sink) {
  if (held_count_ == 0) {
    held_[held_count_++] = byte;
    return;
  }
  held_count_ = 0;
  const char32_t unit = encoding_ == Encoding::utf16le
                            ? static_cast<char32_t>(held_[0] | (byte << 8))
                            : static_cast<char32_t>((held_[0] << 8) | byte);
  const std::size_t offset = position_ - 1;
  const bool low = unit >= 0xdc00 && unit < 0xe000;
  if (high_surrogate_ != 0) {
    const char32_t high = high_surrogate_;
    high_surrogate_ = 0;
    if (low) {
      code_point(0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00), offset - 2, 4, sink);
      return;
    }
    code_point(replacement, offset - 2, 2, sink);
  }
  if (unit >= 0xd800 && unit < 0xdc00) {
    high_surrogate_ = unit;
  } else {
    code_point(low ? replacement : unit, offset, 2, sink);
  }
}

void AnsiFilter::code_point(char32_t value, std::size_t offset, std::size_t length, Sink& sink) {
  if (state_ != State::ground) {
    if (position_ - sequence_begin_ < longest_sequence) {
      if (sequence(value, offset, sink)) return;
    }
    state_ = State::ground;
  }
  ground(value, offset, length, sink);
}

void AnsiFilter::ground(char32_t value, std::size_t offset, std::size_t length, Sink& sink) {
  if (value == escape_character || value == 0x9b) {
    state_ = value == 0x9b ? State::csi : State::escape;
    sequence_begin_ = offset;
    parameters_.clear();
    return;
  }
  const bool kept = value == '\n' || value == '\r' || value == '\t' || value == '\b';
  if ((value < 0x20 && !kept) || (value >= 0x7f && value < 0xa0)) return;
  std::string utf8;
  append_utf8(utf8, value);
  sink.character(utf8, offset, length);
}

/// One character of a control sequence. False when it does not belong there: the sequence is given
/// up and the character is text.
bool AnsiFilter::sequence(char32_t value, std::size_t offset, Sink& sink) {
  if (value == 0x18 || value == 0x1a) {  // CAN, SUB
    state_ = State::ground;
    return true;
  }
  switch (state_) {
    case State::ground:
      return false;
    case State::escape:
      parameters_.clear();
      if (value == '[')
        state_ = State::csi;
      else if (value == ']')
        state_ = State::osc;
      else if (value == 'P' || value == 'X' || value == '^' || value == '_')
        state_ = State::string;
      else if (value >= 0x20 && value < 0x30)
        state_ = State::intermediate;
      else if (value >= 0x30 && value < 0x7f)
        state_ = State::ground;
      else
        return false;
      if (value == 'E') sink.character("\n", offset, 1);
      return true;
    case State::intermediate:
      if (value >= 0x20 && value < 0x30) return true;
      if (value < 0x30 || value >= 0x7f) return false;
      state_ = State::ground;
      return true;
    case State::csi:
      if (value >= 0x20 && value < 0x40) {
        if (parameters_.size() < 16) parameters_.push_back(static_cast<char>(value));
        return true;
      }
      if (value < 0x40 || value >= 0x7f) return false;
      state_ = State::ground;
      finish_csi(value, offset, sink);
      return true;
    case State::osc:
      if (value == '\n') return false;
      [[fallthrough]];
    case State::string:
      if (value == '\a' || value == 0x9c) state_ = State::ground;
      if (value == escape_character) state_ = State::string_escape;
      return true;
    case State::string_escape:
      state_ = State::escape;  // any other ESC sequence ends the string and counts itself
      if (value != '\\') return sequence(value, offset, sink);
      state_ = State::ground;
      return true;
  }
  return false;
}

void AnsiFilter::finish_csi(char32_t last, std::size_t offset, Sink& sink) {
  if (!parameters_.empty() && parameters_.front() >= '<') return;  // private
  int number = 0;
  std::from_chars(parameters_.data(), parameters_.data() + parameters_.size(), number);
  const int times = std::clamp(number, 1, widest_movement);
  switch (last) {
    case 'C':
      for (int i = 0; i < times; ++i) sink.character(" ", offset, 1);
      break;
    case 'D':
      for (int i = 0; i < times; ++i) sink.character("\b", offset, 1);
      break;
    case 'G':
    case '`':
      if (number <= 1) sink.character("\r", offset, 1);
      break;
    case 'A':
    case 'B':
    case 'E':
    case 'F':
    case 'H':
    case 'd':
    case 'f':
      sink.character("\n", offset, 1);
      break;
    case 'J':
      if (number == 0)
        sink.erase_line(false);
      else
        sink.character("\n", offset, 1);
      break;
    case 'K':
      if (number == 0) sink.erase_line(false);
      if (number == 2) sink.erase_line(true);
      break;
    default:
      break;
  }
}

}  // namespace teamsctl::core
