#pragma once

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "unit/core/escapes.hpp"

/// A case of a file in tests/cases: `=== name`, then `key: value` lines with escapes.
struct FileCase {
  std::string name;
  std::vector<std::pair<std::string, std::string>> fields;
};

inline std::vector<FileCase> load_cases(const std::string& file) {
  std::ifstream in(TEAMSCTL_SOURCE_DIR "/tests/cases/" + file);
  std::vector<FileCase> cases;
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty() || line.starts_with("#:")) continue;
    if (line.starts_with("=== ")) {
      cases.push_back({.name = line.substr(4), .fields = {}});
      continue;
    }
    const std::size_t colon = line.find(':');
    std::string value = line.substr(std::min(line.size(), colon + 2));
    cases.back().fields.emplace_back(line.substr(0, colon), unescape_line(value + "\\"));
  }
  return cases;
}

/// Every way of cutting the bytes that is worth a test: whole, byte by byte, in two at each
/// position.
template <class Feed>
void in_every_cut(const std::string& bytes, const Feed& feed) {
  const std::string_view all = bytes;
  feed(std::vector<std::string_view>{all});
  std::vector<std::string_view> single;
  for (std::size_t i = 0; i < all.size(); ++i) single.push_back(all.substr(i, 1));
  feed(single);
  for (std::size_t cut = 0; cut <= all.size(); ++cut)
    feed(std::vector<std::string_view>{all.substr(0, cut), all.substr(cut)});
}
