#pragma once

#include <cstddef>
#include <string_view>

namespace teamsctl::core {

/// Whether a text begins with a needle, as it is or escaped in one of the ways that logs and bodies
/// use.
struct EscapedMatch {
  std::size_t length = 0;     ///< bytes of the text that the longest whole match takes; 0: none
  bool undecided = false;     ///< the text ends within what may become a (longer) match
  std::size_t beginning = 0;  ///< bytes of the needle that have matched when it is undecided
  std::size_t common = 0;     ///< bytes that both begin with, unescaped
};

/// What is known of a needle beforehand.
struct NeedleLooks {
  bool base64 = false;   ///< it is in the standard alphabet and matches the URL alphabet too
  bool escaped = false;  ///< it has characters that begins_escape() is true for
};

[[nodiscard]] EscapedMatch match_escaped(std::string_view text, std::string_view needle,
                                         NeedleLooks looks);

/// What may begin an escaped character: "%" and "+" of URLs, a backslash of JSON, "&" of XML.
[[nodiscard]] constexpr bool begins_escape(char c) noexcept {
  return c == '%' || c == '+' || c == '\\' || c == '&';
}

/// The first byte of the escaped character that a text begins with.
struct UnescapedByte {
  bool found = false;
  bool undecided = false;  ///< the text is too short to tell
  char byte = '\0';
};
[[nodiscard]] UnescapedByte first_unescaped(std::string_view text);

}  // namespace teamsctl::core
