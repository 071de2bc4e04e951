#include "auth/base32.hpp"

#include <cstdint>

namespace teamsctl::auth {
namespace {

/// The value of a digit, or -1.
int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a';
  if (c >= '2' && c <= '7') return c - '2' + 26;
  return -1;
}

}  // namespace

std::optional<Secret> base32_decoded(std::string_view text) {
  while (!text.empty() && (text.back() == '=' || text.back() == ' ')) text.remove_suffix(1);
  Secret bytes;
  std::uint32_t bits = 0;
  unsigned held = 0;
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == ' ' || c == '-' || c == '\t') continue;
    const int value = value_of(c);
    if (value < 0) return std::nullopt;
    ++digits;
    bits = (bits << 5 | static_cast<std::uint32_t>(value)) & 0xFFFF;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes.push_back(static_cast<char>(bits >> held & 0xFF));
  }
  // A whole number of bytes leaves fewer bits over than a digit has; otherwise one was lost.
  if (digits == 0 || held >= 5) return std::nullopt;
  return bytes;
}

}  // namespace teamsctl::auth
