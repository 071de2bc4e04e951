#include "teamsctl/json_members.hpp"

#include <algorithm>
#include <cstdint>

namespace teamsctl {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Walks over the tokens of one text. Every step goes forward, so that a text that is no JSON ends
/// as well.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  /// True, and passed over, when `c` comes next.
  bool take(char c) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  /// Passes over a string and returns it with its quotes.
  std::string_view string() {
    const std::size_t begin = at_;
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
    return text_.substr(begin, at_ - begin);
  }

  /// Passes over a value of any kind and returns it.
  std::string_view value() {
    skip_space();
    const std::size_t begin = at_;
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        string();
        if (depth == 0) break;
        continue;
      }
      if (c == '{' || c == '[') {
        ++depth;
      } else if (c == '}' || c == ']') {
        if (depth == 0) break;
        if (--depth == 0) {
          ++at_;
          break;
        }
      } else if (depth == 0 && (c == ',' || is_space(c))) {
        break;
      }
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }

  [[nodiscard]] bool at_string() {
    skip_space();
    return at_ < text_.size() && text_[at_] == '"';
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

std::string_view without_quotes(std::string_view string) {
  return string.size() < 2 ? std::string_view() : string.substr(1, string.size() - 2);
}

std::optional<std::uint32_t> four_hex_digits(std::string_view text) {
  if (text.size() < 4) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text.substr(0, 4)) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<std::uint32_t>(digit);
  }
  return value;
}

void append_utf8(std::string& out, std::uint32_t scalar) {
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
}

/// Resolves the \u escape whose digits begin at `at`, and the one behind it when the two are a
/// pair; returns where to go on.
std::size_t append_escaped_scalar(std::string& out, std::string_view inner, std::size_t at) {
  constexpr std::uint32_t replacement = 0xFFFD;
  const std::optional<std::uint32_t> first =
      four_hex_digits(inner.substr(std::min(at, inner.size())));
  if (!first) {
    append_utf8(out, replacement);
    return at;
  }
  at += 4;
  if (*first < 0xD800 || *first > 0xDFFF) {
    append_utf8(out, *first);
    return at;
  }
  if (*first <= 0xDBFF && inner.substr(at).starts_with("\\u")) {
    const std::optional<std::uint32_t> second = four_hex_digits(inner.substr(at + 2));
    if (second && *second >= 0xDC00 && *second <= 0xDFFF) {
      append_utf8(out, 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00));
      return at + 6;
    }
  }
  append_utf8(out, replacement);
  return at;
}

}  // namespace

std::vector<JsonMember> json_members(std::string_view json) {
  std::vector<JsonMember> members;
  Scanner scanner(json);
  if (!scanner.take('{')) return members;
  while (scanner.at_string()) {
    const std::string_view name = without_quotes(scanner.string());
    if (!scanner.take(':')) break;
    members.push_back({.name = name, .value = scanner.value()});
    if (!scanner.take(',')) break;
  }
  return members;
}

std::vector<std::string_view> json_items(std::string_view json) {
  std::vector<std::string_view> items;
  Scanner scanner(json);
  if (!scanner.take('[') || scanner.take(']')) return items;
  do {
    items.push_back(scanner.value());
  } while (scanner.take(','));
  return items;
}

std::optional<std::string_view> json_member(std::string_view json, std::string_view name) {
  for (const JsonMember& member : json_members(json)) {
    const bool plain = member.name.find('\\') == std::string_view::npos;
    if (plain ? member.name == name : json_unescaped(member.name) == name) return member.value;
  }
  return std::nullopt;
}

std::optional<std::string> json_string_text(std::string_view json) {
  Scanner scanner(json);
  if (!scanner.at_string()) return std::nullopt;
  return json_unescaped(without_quotes(scanner.string()));
}

std::string json_unescaped(std::string_view inner) {
  std::string out;
  out.reserve(inner.size());
  for (std::size_t at = 0; at < inner.size();) {
    const char c = inner[at++];
    if (c != '\\' || at >= inner.size()) {
      out += c;
      continue;
    }
    switch (const char escape = inner[at++]) {
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 'u':
        at = append_escaped_scalar(out, inner, at);
        break;
      default:
        out += escape;
    }
  }
  return out;
}

std::string json_quoted(std::string_view text) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20) {
      out += "\\u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace teamsctl
