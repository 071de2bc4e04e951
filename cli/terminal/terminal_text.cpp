#include "terminal/terminal_text.hpp"

#include <utf8proc.h>

#include <cstddef>
#include <cstdint>

namespace teamsctl::cli {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// Those that are not printed as they are.
bool is_dangerous(std::int32_t scalar) {
  return scalar < 0x20 || (scalar >= 0x7F && scalar <= 0x9F) || scalar == 0x061C ||
         scalar == 0x200E || scalar == 0x200F || (scalar >= 0x2028 && scalar <= 0x202E) ||
         (scalar >= 0x2066 && scalar <= 0x2069);
}

void append_hex(std::string& out, std::int32_t scalar, int digits) {
  constexpr std::string_view hex = "0123456789abcdef";
  while (digits-- > 0) out += hex[static_cast<std::size_t>(scalar >> (4 * digits) & 15)];
}

void append_escape(std::string& out, std::int32_t scalar) {
  switch (scalar) {
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += scalar < 0x100 ? "\\x" : "\\u";
      append_hex(out, scalar, scalar < 0x100 ? 2 : 4);
  }
}

void append_json_escape(std::string& out, std::int32_t scalar) {
  out += "\\u";
  append_hex(out, scalar, 4);
}

/// `append` writes a character that is not kept.
template <class Keep, class Append>
std::string clean(std::string_view text, Keep keep, Append append) {
  std::string out;
  out.reserve(text.size());
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte < 0x7F) {
      out += text[at++];
      continue;
    }
    utf8proc_int32_t scalar = 0;
    const utf8proc_ssize_t size =
        utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &scalar);
    if (size <= 0) {
      out += replacement;
      ++at;
      continue;
    }
    if (keep(scalar))
      out += text.substr(at, static_cast<std::size_t>(size));
    else
      append(out, scalar);
    at += static_cast<std::size_t>(size);
  }
  return out;
}

}  // namespace

std::string terminal_text(std::string_view text, LineEnds line_ends) {
  const auto keep = [line_ends](std::int32_t scalar) {
    if (line_ends == LineEnds::kept && (scalar == '\n' || scalar == '\t')) return true;
    return !is_dangerous(scalar);
  };
  return clean(text, keep, append_escape);
}

std::string terminal_json(std::string_view json) {
  // JSON has its control characters escaped already, so a line end or a blank is one between
  // tokens.
  const auto keep = [](std::int32_t scalar) {
    return scalar == '\n' || scalar == '\t' || scalar == '\r' || !is_dangerous(scalar);
  };
  return clean(json, keep, append_json_escape);
}

}  // namespace teamsctl::cli
