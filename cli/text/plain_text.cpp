#include "text/plain_text.hpp"

#include <algorithm>

namespace teamsctl::cli {
namespace {

constexpr std::size_t width = 80;

/// One line without breaks, over several.
void wrap_line(std::string& out, std::string_view line, std::size_t indent) {
  std::size_t column = 0;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, end);
    if (column != 0 && column + 1 + word.size() > width) {
      out += '\n';
      column = 0;
    }
    if (column == 0) {
      out.append(indent, ' ');
      column = indent;
    } else {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  out += '\n';
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t indent) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    wrap_line(out, text.substr(0, end), indent);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string two_columns(const std::vector<std::pair<std::string, std::string>>& rows,
                        std::size_t most) {
  std::size_t left = 0;
  for (const auto& [name, text] : rows)
    if (name.size() <= most) left = std::max(left, name.size());
  const std::size_t right = left + 4;
  std::string out;
  for (const auto& [name, text] : rows) {
    std::string beside = wrapped(text, right);
    if (name.size() <= left)
      beside.replace(0, 2 + name.size(), "  " + name);
    else
      out += "  " + name + "\n";
    out += beside;
  }
  return out;
}

}  // namespace teamsctl::cli
