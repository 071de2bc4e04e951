#include <algorithm>
#include <string_view>

#include "teamsctl/secret_source.hpp"

namespace teamsctl {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool joins(char c) { return c == ' ' || c == '-' || c == '\t'; }
bool ends_line(char c) { return c == '\r' || c == '\n'; }

/// Digits next to one of these are a part of something else: of a serial number, or of digits in
/// another script.
bool belongs_to_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::optional<Secret> pick_code(const Secret& text, int digits) {
  if (digits < 1) return std::nullopt;
  const auto wanted = static_cast<std::size_t>(digits);
  std::string_view all = text.reveal();
  while (!all.empty() && ends_line(all.back())) all.remove_suffix(1);

  // "123 456": nothing but digits and what groups them.
  if (std::all_of(all.begin(), all.end(), [](char c) { return is_digit(c) || joins(c); })) {
    Secret joined;
    for (const char c : all)
      if (is_digit(c)) joined.push_back(c);
    if (joined.size() == wanted) return joined;
    return std::nullopt;
  }
  // "976249 lasts 24s": the one number of that length.
  std::optional<Secret> found;
  for (std::size_t begin = 0; begin < all.size();) {
    if (!is_digit(all[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < all.size() && is_digit(all[end])) ++end;
    const bool alone = (begin == 0 || !belongs_to_word(all[begin - 1])) &&
                       (end == all.size() || !belongs_to_word(all[end]));
    if (end - begin == wanted && alone) {
      if (found) return std::nullopt;
      found.emplace(all.substr(begin, wanted));
    }
    begin = end;
  }
  return found;
}

}  // namespace teamsctl
