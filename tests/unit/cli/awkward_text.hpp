#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

inline std::string utf8(std::uint32_t scalar) {
  std::string out;
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (scalar < 0x80) {
    byte(scalar);
  } else if (scalar < 0x800) {
    byte(0xC0 | scalar >> 6);
    byte(0x80 | (scalar & 0x3F));
  } else if (scalar < 0x10000) {
    byte(0xE0 | scalar >> 12);
    byte(0x80 | (scalar >> 6 & 0x3F));
    byte(0x80 | (scalar & 0x3F));
  } else {
    byte(0xF0 | scalar >> 18);
    byte(0x80 | (scalar >> 12 & 0x3F));
    byte(0x80 | (scalar >> 6 & 0x3F));
    byte(0x80 | (scalar & 0x3F));
  }
  return out;
}

/// Everything of R45: C0, DEL, C1, and what reorders or breaks lines.
inline std::vector<std::uint32_t> dangerous_scalars() {
  std::vector<std::uint32_t> scalars{0x7F, 0x061C, 0x200E, 0x200F, 0x2028, 0x2029};
  for (std::uint32_t c = 0; c < 0x20; ++c) scalars.push_back(c);
  for (std::uint32_t c = 0x80; c < 0xA0; ++c) scalars.push_back(c);
  for (std::uint32_t c = 0x202A; c <= 0x202E; ++c) scalars.push_back(c);
  for (std::uint32_t c = 0x2066; c <= 0x2069; ++c) scalars.push_back(c);
  return scalars;
}

/// A text of things that formats have trouble with. The same seed makes the same texts.
inline std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> pieces{
      "a",    "Z",    "0",    " ",    ",",        ";",
      "\"",   "\"\"", "'",    "\\",   "\\n",      "\n",
      "\r",   "\r\n", "\t",   "=1+1", "+1425",    "-",
      "@",    "#",    "é",    "東京", "😀",        "e\xCC\x81",
      "|",    "\x01", "\x1b", "\x7f", "\xC2\x85", "\xE2\x80\xAE",
      "null", "{}",   "[]",   ":",    ".",        std::string(1, '\0')};
  std::string text;
  for (std::size_t length = random() % 8; length > 0; --length)
    text += pieces[random() % pieces.size()];
  return text;
}
