#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace teamsctl::simulator {

/// ASCII only: what PowerShell and the service compare without case here is ASCII.
[[nodiscard]] inline char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] inline std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return lower(c); });
  return result;
}

[[nodiscard]] inline bool same_text(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// Adds an item to the text of a list.
inline void append_item(std::string& list, std::string_view item, std::string_view between = ", ") {
  if (!list.empty()) list.append(between);
  list.append(item);
}

}  // namespace teamsctl::simulator
