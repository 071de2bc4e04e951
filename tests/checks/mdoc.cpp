#include "mdoc.hpp"

#include <algorithm>
#include <cctype>

namespace teamsctl::mdoc {
namespace {

constexpr std::size_t width = 110;
constexpr std::string_view closing = ".,;:)";

bool contains(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_lower(char c) { return std::islower(static_cast<unsigned char>(c)) != 0; }
bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }

/// Get-CsTenant, TelephoneNumber, EffectivePolicies: two capitals with small letters between.
bool is_code_name(std::string_view word) {
  if (word == "PowerShell" || word.empty() || !is_upper(word.front())) return false;
  for (std::size_t i = 1; i < word.size(); ++i)
    if (is_upper(word[i]) && (is_lower(word[i - 1]) || word[i - 1] == '-')) return true;
  return false;
}

std::string escaped(std::string_view text) {
  std::string out;
  if (text.starts_with('.') || text.starts_with('\'')) out = "\\&";
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else
      out += c;
  }
  return out;
}

/// Words by blanks; what stands in double quotes is one.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    if (text.front() == ' ') {
      text.remove_prefix(1);
      continue;
    }
    std::size_t end = 0;
    bool quoted = false;
    while (end < text.size() && (quoted || text[end] != ' '))
      if (text[end++] == '"') quoted = !quoted;
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}

}  // namespace

std::string Writer::macro_for(std::string_view word) const {
  if (word.size() > 2 && word.starts_with("--")) return ".Fl -" + std::string(word.substr(2));
  if (word.size() > 2 && word.starts_with('"') && word.ends_with('"'))
    return ".Ql " + escaped(word.substr(1, word.size() - 2));
  if (contains(commands_, word)) return ".Cm " + std::string(word);
  if (contains(values_, word) || is_code_name(word)) return ".Li " + std::string(word);
  return {};
}

void Writer::word(std::string_view word) {
  std::string_view bare = word;
  const bool opened = bare.starts_with('(');
  if (opened) bare.remove_prefix(1);
  while (!bare.empty() && closing.find(bare.back()) != std::string_view::npos)
    bare.remove_suffix(1);
  std::string macro = macro_for(bare);
  if (!macro.empty()) {
    flush();
    if (opened) macro.insert(4, "( ");
    for (const char c : word.substr(bare.size() + (opened ? 1 : 0))) macro.append(" ").append(1, c);
    line(macro);
    return;
  }
  if (!filling_.empty() && filling_.size() + 1 + word.size() > width) flush();
  filling_ += (filling_.empty() ? "" : " ") + escaped(word);
  if (word.ends_with('.') || word.ends_with(".)")) flush();
}

void Writer::text(std::string_view sentences) {
  for (const std::string_view one : words_of(sentences)) word(one);
  flush();
}

void Writer::flush() {
  if (!filling_.empty()) line(filling_);
  filling_.clear();
}

}  // namespace teamsctl::mdoc
