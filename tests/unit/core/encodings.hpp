#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// How other programs write text down: of its own, so that a mistake in the redactor does not agree
// with itself.
namespace teamsctl::test {

inline std::string hex(unsigned value, int digits, bool upper) {
  const std::string_view alphabet = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  std::string text;
  for (int digit = digits - 1; digit >= 0; --digit) text += alphabet[value >> (4 * digit) & 15];
  return text;
}

inline std::string base64(std::string_view bytes, bool for_url) {
  const std::string alphabet =
      std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") +
      (for_url ? "-_" : "+/");
  std::string text;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (held += 8; held >= 6; held -= 6) text += alphabet[bits >> (held - 6) & 63];
  }
  if (held != 0) text += alphabet[bits << (6 - held) & 63];
  while (!for_url && text.size() % 4 != 0) text += '=';
  return text;
}

inline bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

inline std::string url_encoded(std::string_view bytes, bool upper, bool form) {
  std::string text;
  for (const char c : bytes) {
    if (form && c == ' ')
      text += '+';
    else if (is_plain(c) || std::string_view("-._~").find(c) != std::string_view::npos)
      text += c;
    else
      text += "%" + hex(static_cast<unsigned char>(c), 2, upper);
  }
  return text;
}

/// As .NET writes it: what is not plain as \uXXXX. The bytes are two-byte UTF-8 at most.
inline std::string json_escaped_by_dotnet(std::string_view bytes, bool upper) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    unsigned code = static_cast<unsigned char>(bytes[i]);
    if (code >= 0xC0) code = (code & 0x1F) << 6 | (static_cast<unsigned char>(bytes[++i]) & 0x3F);
    if (code < 0x80 && (is_plain(static_cast<char>(code)) || code == ' '))
      text += static_cast<char>(code);
    else
      text += "\\u" + hex(code, 4, upper);
  }
  return text;
}

inline std::string json_escaped(std::string_view bytes, bool slash) {
  std::string text;
  for (const char c : bytes) {
    if (c == '"' || c == '\\' || (slash && c == '/')) text += '\\';
    if (c == '\n')
      text += "\\n";
    else if (c == '\t')
      text += "\\t";
    else
      text += c;
  }
  return text;
}

inline std::string xml_escaped(std::string_view bytes, bool numbers) {
  std::string text;
  for (const char c : bytes) {
    if (std::string_view("&<>\"'").find(c) == std::string_view::npos)
      text += c;
    else if (numbers)
      text += c == '\'' ? "&#x" + hex(static_cast<unsigned char>(c), 2, true) + ";"
                        : "&#" + std::to_string(int{c}) + ";";
    else
      text += c == '&'   ? "&amp;"
              : c == '<' ? "&lt;"
              : c == '>' ? "&gt;"
              : c == '"' ? "&quot;"
                         : "&apos;";
  }
  return text;
}

/// Every way in which a secret may be written down, base64 within other bytes among them.
inline std::vector<std::string> forms_of(const std::string& secret) {
  std::vector<std::string> forms = {secret,
                                    url_encoded(secret, true, false),
                                    url_encoded(secret, false, false),
                                    url_encoded(secret, true, true),
                                    json_escaped(secret, false),
                                    json_escaped(secret, true),
                                    json_escaped_by_dotnet(secret, true),
                                    json_escaped_by_dotnet(secret, false),
                                    xml_escaped(secret, false),
                                    xml_escaped(secret, true)};
  for (const bool for_url : {false, true})
    for (const char* before : {"", "x", "u:"})
      for (const char* behind : {"", "y", "yz"})
        forms.push_back(base64(before + secret + behind, for_url));
  return forms;
}

}  // namespace teamsctl::test
