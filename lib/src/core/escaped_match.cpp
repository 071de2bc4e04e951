#include "core/escaped_match.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

namespace teamsctl::core {
namespace {

/// One escaped character at the beginning of a text, in UTF-8.
struct Element {
  std::size_t length = 0;  // 0: there is none
  bool undecided = false;  // the text is too short to tell
  char bytes[4] = {};
  std::size_t size = 0;
};

using Reader = Element (*)(std::string_view);

constexpr std::size_t longest_entity = 10;  // "&#x10FFFF;"

Element of_code_point(std::uint32_t code, std::size_t length) {
  Element element{.length = length};
  const auto put = [&](std::uint32_t byte) {
    element.bytes[element.size++] = static_cast<char>(byte);
  };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18 & 7));
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
  return element;
}

bool is_hexadecimal(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// True when all of the text may be the beginning of `size` hexadecimal digits.
bool begins_digits(std::string_view text, std::size_t size) {
  return text.size() < size && std::all_of(text.begin(), text.end(), is_hexadecimal);
}

Element undecided() { return {.undecided = true}; }

std::optional<std::uint32_t> number(std::string_view digits, int base) {
  std::uint32_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, value, base);
  if (digits.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

Element url_element(std::string_view text) {
  if (text[0] == '+') return of_code_point(' ', 1);
  if (text[0] != '%') return {};
  if (begins_digits(text.substr(1), 2)) return undecided();
  const auto byte = text.size() < 3 ? std::nullopt : number(text.substr(1, 2), 16);
  return byte ? Element{.length = 3, .bytes = {static_cast<char>(*byte)}, .size = 1} : Element{};
}

Element json_element(std::string_view text) {
  if (text[0] != '\\') return {};
  if (text.size() < 2) return undecided();
  constexpr std::string_view escapes = "nrtbf";
  constexpr std::string_view meanings = "\n\r\t\b\f";
  if (const std::size_t at = escapes.find(text[1]); at != std::string_view::npos)
    return of_code_point(static_cast<unsigned char>(meanings[at]), 2);
  if (text[1] != 'u') return {.length = 2, .bytes = {text[1]}, .size = 1};
  if (begins_digits(text.substr(2), 4)) return undecided();
  const auto unit = text.size() < 6 ? std::nullopt : number(text.substr(2, 4), 16);
  if (!unit) return {};
  if (*unit < 0xD800 || *unit > 0xDBFF) return of_code_point(*unit, 6);
  if (text.size() < 12) return undecided();
  const auto low = text[6] == '\\' && text[7] == 'u' ? number(text.substr(8, 4), 16) : std::nullopt;
  if (!low || *low < 0xDC00 || *low > 0xDFFF) return {};
  return of_code_point(0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00), 12);
}

bool belongs_to_entity(char c) {
  return c == '#' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == 'X' ||
         is_hexadecimal(c);
}

Element xml_element(std::string_view text) {
  if (text[0] != '&') return {};
  const std::size_t end = text.substr(0, longest_entity).find(';');
  if (end == std::string_view::npos) {
    const bool may_end = std::all_of(text.begin() + 1, text.end(), belongs_to_entity);
    return text.size() < longest_entity && may_end ? undecided() : Element{};
  }
  const std::string_view name = text.substr(1, end - 1);
  for (const auto& [known, meaning] :
       {std::pair{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}})
    if (name == known) return of_code_point(static_cast<unsigned char>(meaning), end + 1);
  if (!name.starts_with('#')) return {};
  const bool hexadecimal = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  const auto code = number(name.substr(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
  return code && *code <= 0x10FFFF ? of_code_point(*code, end + 1) : Element{};
}

constexpr Reader readers[] = {url_element, json_element, xml_element};

bool same(char in_text, char in_needle, bool base64) {
  if (in_text == in_needle) return true;
  return base64 && ((in_text == '-' && in_needle == '+') || (in_text == '_' && in_needle == '/'));
}

std::size_t common_beginning(std::string_view text, std::string_view needle, bool base64) {
  const std::size_t most = std::min(text.size(), needle.size());
  std::size_t n = 0;
  for (; n + 8 <= most && std::memcmp(text.data() + n, needle.data() + n, 8) == 0; n += 8) {
  }
  while (n < most && same(text[n], needle[n], base64)) ++n;
  return n;
}

/// One way of escaping; the first `done` bytes of both are known to match.
void match(EscapedMatch& result, std::string_view text, std::string_view needle, bool base64,
           Reader read, std::size_t done) {
  std::size_t i = done;
  std::size_t j = done;
  while (j < needle.size()) {
    const Element next = i < text.size() ? read(text.substr(i)) : undecided();
    if (next.undecided) {
      result.undecided = true;
      result.beginning = std::max(result.beginning, j);
      return;
    }
    const std::string_view meaning(next.bytes, next.size);
    if (next.length != 0 &&
        (base64 ? same(next.bytes[0], needle[j], true) : needle.substr(j).starts_with(meaning))) {
      i += next.length;
      j += next.size;
    } else if (same(text[i], needle[j], base64)) {
      ++i;
      ++j;
    } else {
      return;
    }
  }
  result.length = std::max(result.length, i);
}

}  // namespace

EscapedMatch match_escaped(std::string_view text, std::string_view needle, NeedleLooks looks) {
  EscapedMatch result;
  result.common = common_beginning(text, needle, looks.base64);
  const bool whole = result.common == needle.size();
  const bool text_ended = !whole && result.common == text.size();
  if (whole) result.length = needle.size();
  if (text_ended) {
    result.undecided = true;
    result.beginning = result.common;
  }
  // A needle that looks escaped may have matched by its looks, where its "%" was meant: each way is
  // tried from the start then.
  if (!looks.escaped && (whole || text_ended || !begins_escape(text[result.common]))) return result;
  for (const Reader read : readers)
    match(result, text, needle, looks.base64, read, looks.escaped ? 0 : result.common);
  return result;
}

UnescapedByte first_unescaped(std::string_view text) {
  for (const Reader read : readers) {
    const Element first = read(text);
    if (first.undecided || first.length != 0)
      return {.found = !first.undecided, .undecided = first.undecided, .byte = first.bytes[0]};
  }
  return {};
}

}  // namespace teamsctl::core
