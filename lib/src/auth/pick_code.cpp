#include <algorithm>
#include <string_view>

#include "teamsctl/secret_source.hpp"

namespace teamsctl {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool joins(char c) { return c == ' ' || c == '-' || c == '\t'; }

}  // namespace

std::optional<Secret> pick_code(const Secret& text, int digits) {
  const std::string_view all = text.reveal();
  const auto wanted = static_cast<std::size_t>(digits);

  // "123 456": nothing but digits and what groups them.
  if (std::all_of(all.begin(), all.end(), [](char c) { return is_digit(c) || joins(c) || c == '\r'; })) {
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
    if (end - begin == wanted) {
      if (found) return std::nullopt;
      found.emplace(all.substr(begin, wanted));
    }
    begin = end;
  }
  return found;
}

}  // namespace teamsctl
