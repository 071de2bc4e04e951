#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "core/ansi_filter.hpp"

/// The bytes of one line of a case file: escapes resolved, LF at the end unless the line ends in a
/// backslash.
inline std::string unescape_line(std::string_view line) {
  std::string bytes;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '\\') {
      bytes.push_back(line[i]);
      continue;
    }
    if (++i == line.size()) return bytes;
    switch (line[i]) {
      case 'e':
        bytes.push_back('\x1b');
        break;
      case 'r':
        bytes.push_back('\r');
        break;
      case 'n':
        bytes.push_back('\n');
        break;
      case 't':
        bytes.push_back('\t');
        break;
      case 'b':
        bytes.push_back('\b');
        break;
      case 'a':
        bytes.push_back('\a');
        break;
      case '\\':
        bytes.push_back('\\');
        break;
      case 'x':
        bytes.push_back(
            static_cast<char>(std::stoi(std::string(line.substr(i + 1, 2)), nullptr, 16)));
        i += 2;
        break;
      case 'u': {
        const std::size_t close = line.find('}', i);
        const auto value = std::stoul(std::string(line.substr(i + 2, close - i - 2)), nullptr, 16);
        teamsctl::core::append_utf8(bytes, static_cast<char32_t>(value));
        i = close;
        break;
      }
      default:
        throw std::runtime_error("unknown escape in: " + std::string(line));
    }
  }
  return bytes + "\n";
}
