#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace teamsctl::core {

/// Makes plain UTF-8 of what a program wrote to a console. Control sequences and control characters go, except for line
/// feed, carriage return, tab and backspace; cursor movements that stand for text become that text (CSI n C spaces,
/// CSI 1 G a carriage return, a jump to another row a line feed). Invalid UTF-8 becomes U+FFFD. UTF-16 with a byte
/// order mark at the start is converted. The output does not depend on how the input was cut.
class AnsiFilter {
 public:
  /// What a consumer of the filter sees. `offset` and `length` are raw bytes, counted since construction or reset.
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
  enum class State { ground, escape, escape_intermediate, csi, osc, string, string_escape, osc_escape };

  void unit(std::uint8_t byte, Sink& sink);   // one byte of UTF-8 text or of a sequence
  void utf16(std::uint8_t byte, Sink& sink);
  void code_point(char32_t value, std::size_t offset, Sink& sink);
  void control(char32_t value, Sink& sink);
  void sequence(char32_t value, Sink& sink);
  void finish_csi(char32_t last, Sink& sink);
  void emit(char32_t value, std::size_t offset, Sink& sink);
  void replacement(Sink& sink);

  Encoding encoding_ = Encoding::undecided;
  State state_ = State::ground;
  std::size_t position_ = 0;         // raw bytes seen
  std::size_t sequence_length_ = 0;  // of the control sequence so far
  std::string parameters_;           // of a CSI
  std::array<std::uint8_t, 4> held_{};  // of an unfinished character, or of a possible byte order mark
  std::size_t held_count_ = 0;
  std::size_t held_need_ = 0;
  char32_t high_surrogate_ = 0;
};

}  // namespace teamsctl::core
