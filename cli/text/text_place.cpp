#include "text/text_place.hpp"

#include <algorithm>
#include <utility>

namespace teamsctl::cli {

std::optional<TextPlace> TextCursor::take(char next) {
  const auto byte = static_cast<unsigned char>(next);
  if (missing_ > 0 && byte >= low_ && byte <= high_) {
    --missing_;
    low_ = 0x80;
    high_ = 0xBF;
    return std::nullopt;
  }
  std::optional<TextPlace> broken;
  if (std::exchange(missing_, 0) > 0) broken = place_;
  if (std::exchange(line_ended_, false)) {
    ++place_.line;
    place_.column = 0;
  }
  ++place_.column;
  line_ended_ = byte == '\n';
  if (!begin_character(byte) && !broken) broken = place_;
  return broken;
}

bool TextCursor::begin_character(unsigned char lead) {
  low_ = 0x80;
  high_ = 0xBF;
  if (lead < 0x80) return true;
  if (lead < 0xC2 || lead > 0xF4) return false;
  missing_ = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  if (lead == 0xE0) low_ = 0xA0;   // overlong below
  if (lead == 0xED) high_ = 0x9F;  // surrogates above
  if (lead == 0xF0) low_ = 0x90;
  if (lead == 0xF4) high_ = 0x8F;  // beyond U+10FFFF
  return true;
}

std::optional<TextPlace> TextCursor::end() const {
  if (missing_ == 0) return std::nullopt;
  return place_;
}

TextPlace place_in_line(std::uint64_t line, std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto characters = std::count_if(before.begin(), before.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  });
  return {.line = line, .column = static_cast<std::uint64_t>(characters) + 1};
}

}  // namespace teamsctl::cli
