#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace teamsctl::cli {

/// A place in a text. Lines and columns count from 1; a column is a character (a code point), as an
/// editor shows it.
struct TextPlace {
  std::uint64_t line = 1;
  std::uint64_t column = 1;

  bool operator==(const TextPlace&) const = default;
};

/// Walks over the bytes of a text, in whatever pieces they come, and knows the place of each. It
/// also knows whether they are UTF-8 (Unicode 15, table 3-7).
class TextCursor {
 public:
  /// Takes the next byte. Returns the place of a character that is none: whose bytes have just
  /// turned out to be no UTF-8.
  std::optional<TextPlace> take(char byte);

  /// The text ends here: the place of a character that is not whole.
  [[nodiscard]] std::optional<TextPlace> end() const;

  /// Of the character to which the last byte belongs.
  [[nodiscard]] TextPlace place() const { return place_; }

 private:
  [[nodiscard]] bool begin_character(unsigned char lead);

  TextPlace place_{.line = 1, .column = 0};
  bool line_ended_ = false;
  int missing_ = 0;  // bytes of the character that are still to come
  unsigned char low_ = 0x80;
  unsigned char high_ = 0xBF;  // what the next of them may be
};

/// The place of the byte at `offset` of a text without line breaks that begins at `line`, column 1.
[[nodiscard]] TextPlace place_in_line(std::uint64_t line, std::string_view text,
                                      std::size_t offset);

}  // namespace teamsctl::cli
