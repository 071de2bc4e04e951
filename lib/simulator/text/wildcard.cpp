#include "text/wildcard.hpp"

#include <optional>

#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

/// The bytes of the first character of a text in UTF-8.
std::size_t character_size(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) ++size;
  return size;
}

}  // namespace

bool is_like(std::string_view text, std::string_view pattern, Wildcards wildcards) {
  // On a mismatch the last star takes one character more: no star before it can do better.
  std::optional<std::string_view> after_star;
  std::string_view taken_by_star;
  while (true) {
    if (!pattern.empty() && pattern.front() == '*') {
      pattern.remove_prefix(1);
      after_star = pattern;
      taken_by_star = text;
      continue;
    }
    if (text.empty() && pattern.empty()) return true;
    if (!text.empty() && !pattern.empty()) {
      if (wildcards == Wildcards::question && pattern.front() == '?') {
        text.remove_prefix(character_size(text));
        pattern.remove_prefix(1);
        continue;
      }
      if (lower(text.front()) == lower(pattern.front())) {
        text.remove_prefix(1);
        pattern.remove_prefix(1);
        continue;
      }
    }
    if (!after_star || taken_by_star.empty()) return false;
    taken_by_star.remove_prefix(character_size(taken_by_star));
    text = taken_by_star;
    pattern = *after_star;
  }
}

}  // namespace teamsctl::simulator
