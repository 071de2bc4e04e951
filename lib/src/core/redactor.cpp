#include "teamsctl/redactor.hpp"

#include <algorithm>

namespace teamsctl {
namespace {

constexpr std::size_t shortest = 4;

std::size_t common_prefix(std::string_view a, std::string_view b) {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t n = 0;
  while (n < most && a[n] == b[n]) ++n;
  return n;
}

}  // namespace

void Redactor::add(const Secret& secret) {
  if (secret.size() < shortest) return;
  for (const Secret& known : secrets_)
    if (known.reveal() == secret.reveal()) return;
  secrets_.push_back(secret.clone());
}

std::string Redactor::redact(std::string_view text) const { return replace(text, false); }

std::string Redactor::redact_console(std::string_view text) const { return replace(text, true); }

std::string Redactor::replace(std::string_view text, bool prefixes) const {
  std::string out;
  out.reserve(text.size());
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t longest = 0;
    for (const Secret& secret : secrets_) {
      const std::size_t common = common_prefix(text.substr(at), secret.reveal());
      if (common == secret.size() || (prefixes && common >= shortest)) longest = std::max(longest, common);
    }
    if (longest != 0) {
      out += redacted_mark;
      at += longest;
    } else {
      out += text[at++];
    }
  }
  return out;
}

}  // namespace teamsctl
