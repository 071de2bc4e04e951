#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace teamsctl::core {

/// Makes plain UTF-8 of what a program wrote to a console. Control sequences and control characters
/// go, except for line feed, carriage return, tab and backspace; cursor movements that stand for
/// text become that text (CSI n C spaces, CSI 1 G a carriage return, a jump to another row a line
/// feed). Invalid UTF-8 becomes U+FFFD. UTF-16 with a byte order mark at the start is converted.
/// The output does not depend on how the input was cut.
class AnsiFilter {
 public:
  /// What a consumer of the filter sees. `offset` and `length` are raw bytes, counted since
  /// construction or reset.
  class Sink {
   public:
    virtual ~Sink() = default;
    /// Printable ASCII; byte i of it is raw byte offset + i.
    virtual void ascii(std::string_view run, std::size_t offset) = 0;
    /// One other character in UTF-8, or '\n', '\r', '\t', '\b', or a space for a movement.
    virtual void character(std::string_view utf8, std::size_t offset, std::size_t length) = 0;
    /// The rest of the line, or the whole line, was erased.
    virtual void erase_line(bool whole) = 0;
  };

  /// Appends what is left of `in` to `out`.
  void feed(std::string_view in, std::string& out);
  void feed(std::string_view in, Sink& sink);
  void reset();

 private:
  enum class Encoding { undecided, utf8, utf16le, utf16be };
  enum class State {
    ground,
    escape,        // ESC has come
    intermediate,  // ESC and 0x20..0x2f, as in a choice of character set
    csi,
    osc,            // ended by BEL, ST or a line feed, which a title cannot hold
    string,         // DCS, SOS, PM, APC: ended by BEL or ST
    string_escape,  // ESC inside one of these
  };

  void decide(std::uint8_t byte, Sink& sink);
  void utf8(std::uint8_t byte, Sink& sink);
  void utf16(std::uint8_t byte, Sink& sink);
  void code_point(char32_t value, std::size_t offset, std::size_t length, Sink& sink);
  void ground(char32_t value, std::size_t offset, std::size_t length, Sink& sink);
  bool sequence(char32_t value, std::size_t offset, Sink& sink);
  void finish_csi(char32_t last, std::size_t offset, Sink& sink);
  void drop_held(Sink& sink);

  Encoding encoding_ = Encoding::undecided;
  State state_ = State::ground;
  std::size_t position_ = 0;  // raw bytes before the one at hand
  std::size_t sequence_begin_ = 0;
  std::string parameters_;              // of a CSI
  std::array<std::uint8_t, 4> held_{};  // bytes of an unfinished character
  std::size_t held_count_ = 0;
  std::size_t held_need_ = 0;
  char32_t high_surrogate_ = 0;
};

/// Appends a Unicode scalar value as UTF-8; anything else as U+FFFD.
void append_utf8(std::string& out, char32_t value);

/// The character of valid UTF-8 that starts at `at`, which moves behind it.
char32_t next_code_point(std::string_view text, std::size_t& at);

}  // namespace teamsctl::core
