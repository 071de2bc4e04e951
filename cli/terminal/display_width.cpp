#include "terminal/display_width.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <optional>

namespace teamsctl::cli {
namespace {

bool is_plain(char c) { return c >= 0x20 && c < 0x7F; }

struct Scalar {
  utf8proc_int32_t value;
  std::size_t size;  ///< bytes
};

Scalar scalar_at(std::string_view text, std::size_t at) {
  if (is_plain(text[at])) return {.value = text[at], .size = 1};
  utf8proc_int32_t value = 0;
  const utf8proc_ssize_t size =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                       static_cast<utf8proc_ssize_t>(text.size() - at), &value);
  if (size <= 0) return {.value = 0xFFFD, .size = 1};
  return {.value = value, .size = static_cast<std::size_t>(size)};
}

/// Terminals add up the widths of the single characters, as wcwidth(3) has them: a family of emoji
/// joined to one glyph is as wide as its members.
std::size_t width_of(utf8proc_int32_t scalar) {
  const int bounds = utf8proc_get_property(scalar)->boundclass;
  // The later letters of a Hangul syllable that is spelled out stand inside of the first one.
  if (bounds == UTF8PROC_BOUNDCLASS_V || bounds == UTF8PROC_BOUNDCLASS_T) return 0;
  return static_cast<std::size_t>(std::max(0, utf8proc_charwidth(scalar)));
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Scalar scalar = scalar_at(text, at);
    width += is_plain(text[at]) ? 1 : width_of(scalar.value);
    at += scalar.size;
  }
  return width;
}

std::string shortened(std::string_view text, std::size_t columns) {
  // So many bytes are never wider.
  if (text.size() <= columns || display_width(text) <= columns) return std::string(text);
  std::size_t width = 0;
  std::size_t kept = 0;
  std::optional<utf8proc_int32_t> before;
  utf8proc_int32_t state = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Scalar scalar = scalar_at(text, at);
    if (!before || utf8proc_grapheme_break_stateful(*before, scalar.value, &state)) kept = at;
    before = scalar.value;
    width += width_of(scalar.value);
    if (width + 1 > columns) break;
    at += scalar.size;
  }
  return std::string(text.substr(0, kept)) + "…";
}

}  // namespace teamsctl::cli
