#include "core/secret_index.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/base64_cores.hpp"
#include "core/token_pattern.hpp"

namespace teamsctl::core {
namespace {

constexpr std::string_view escape_beginnings = "%+\\&";

/// The digit that may stand for one of the standard alphabet of base64 in a URL.
char in_url(char digit) { return digit == '+' ? '-' : digit == '/' ? '_' : digit; }

}  // namespace

SecretIndex::SecretIndex() : candidates_(65536 / 64) {
  for (const auto& [first, second] : token_pairs()) mark(first, second);
}

void SecretIndex::add(const Secret& secret) {
  const std::string_view bytes = secret.reveal();
  if (bytes.size() < shortest_secret) return;
  for (const Needle& known : needles_)
    if (!known.looks.base64 && known.text.reveal() == bytes) return;
  add_needle(secret.clone(), false);
  for (Secret& core : base64_cores(bytes)) add_needle(std::move(core), true);
  // A text of several lines is rarely shown as a whole.
  if (bytes.find('\n') == std::string_view::npos) return;
  for (std::size_t begin = 0; begin <= bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    std::string_view line = bytes.substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    add(Secret(line));
    begin = end + 1;
  }
}

void SecretIndex::add_needle(Secret text, bool base64) {
  if (text.size() < shortest_secret) return;
  const char first = text.reveal()[0];
  const char second = text.reveal()[1];
  const auto number = static_cast<std::uint32_t>(needles_.size());
  std::string firsts(1, first);
  if (base64 && in_url(first) != first) firsts += in_url(first);
  for (const char c : firsts) {
    by_first_[static_cast<unsigned char>(c)].push_back(number);
    mark(c, second);
    if (base64) mark(c, in_url(second));
    for (const char escape : escape_beginnings) mark(c, escape);
  }
  for (const char escape : escape_beginnings)
    if (escape != '+' || first == ' ') mark_any(escape);
  const std::string_view all = text.reveal();
  const bool escaped = std::any_of(all.begin(), all.end(), begins_escape);
  needles_.push_back({.text = std::move(text), .looks = {.base64 = base64, .escaped = escaped}});
}

void SecretIndex::mark(char first, char second) noexcept {
  const std::size_t at = pair(first, second);
  candidates_[at / 64] |= std::uint64_t{1} << (at % 64);
}

void SecretIndex::mark_any(char first) noexcept {
  for (int second = 0; second < 256; ++second) mark(first, static_cast<char>(second));
}

SecretIndex::Found SecretIndex::look(std::string_view text) const {
  Found found;
  if (text.empty()) return found;
  const auto try_needle = [&](const Needle& needle) {
    const EscapedMatch match = match_escaped(text, needle.text.reveal(), needle.looks);
    found.length = std::max(found.length, match.length);
    found.undecided = found.undecided || match.undecided;
    found.beginning = std::max(found.beginning, match.beginning);
    if (!needle.looks.base64) found.common = std::max(found.common, match.common);
  };
  const auto try_those_with = [&](char first) {
    for (const std::uint32_t number : by_first_[static_cast<unsigned char>(first)])
      try_needle(needles_[number]);
  };
  try_those_with(text[0]);
  if (!begins_escape(text[0])) return found;
  const UnescapedByte unescaped = first_unescaped(text);
  if (unescaped.found) try_those_with(unescaped.byte);
  if (unescaped.undecided) std::for_each(needles_.begin(), needles_.end(), try_needle);
  return found;
}

}  // namespace teamsctl::core
