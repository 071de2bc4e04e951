#include "auth/totp_seed.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "auth/base32.hpp"

namespace teamsctl::auth {
namespace {

constexpr int shortest_period = 15;
constexpr int longest_period = 120;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// Takes `beginning`, in either case, from the front of the text; false when it is not there.
bool take(std::string_view& text, std::string_view beginning) {
  if (!same(text.substr(0, beginning.size()), beginning)) return false;
  text.remove_prefix(beginning.size());
  return true;
}

/// The text up to `end`, or all of it; `text` becomes what follows.
std::string_view take_until(std::string_view& text, char end) {
  const std::size_t at = std::min(text.find(end), text.size());
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return taken;
}

std::optional<Secret> percent_decoded(std::string_view text) {
  Secret bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      bytes.push_back(text[i] == '+' ? ' ' : text[i]);
      continue;
    }
    unsigned byte = 0;
    const char* const end = text.data() + std::min(i + 3, text.size());
    const auto read = std::from_chars(text.data() + i + 1, end, byte, 16);
    if (i + 3 > text.size() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
    bytes.push_back(static_cast<char>(byte));
    i += 2;
  }
  return bytes;
}

std::optional<int> number_within(std::string_view text, int least, int most) {
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (text.empty() || read.ec != std::errc() || read.ptr != end || number < least || number > most)
    return std::nullopt;
  return number;
}

std::optional<TotpHash> hash_named(std::string_view name) {
  if (same(name, "SHA1")) return TotpHash::sha1;
  if (same(name, "SHA256")) return TotpHash::sha256;
  if (same(name, "SHA512")) return TotpHash::sha512;
  return std::nullopt;
}

/// Puts one parameter of a URI into the seed; the problem when it makes none.
std::optional<std::string> apply(TotpSeed& seed, std::string_view name, std::string_view value) {
  if (same(name, "secret")) {
    std::optional<Secret> key = base32_decoded(value);
    if (!key) return "is not base32";
    if (!seed.key.empty()) return "is there twice in its URI";
    seed.key = std::move(*key);
  } else if (same(name, "algorithm")) {
    const std::optional<TotpHash> hash = hash_named(value);
    if (!hash) return "names an algorithm other than SHA1, SHA256 and SHA512";
    seed.hash = *hash;
  } else if (same(name, "digits")) {
    seed.digits = number_within(value, 6, 8);
    if (!seed.digits) return "names a number of digits other than 6, 7 and 8";
  } else if (same(name, "period")) {
    const std::optional<int> period = number_within(value, shortest_period, longest_period);
    if (!period) return "names a period that is not within 15 and 120 seconds";
    seed.period = std::chrono::seconds(*period);
  } else if ((same(name, "issuer") || same(name, "encoder")) && same(value, "steam")) {
    return "is one of Steam, whose codes are no digits";
  }
  return std::nullopt;
}

std::variant<TotpSeed, std::string> parse_uri(std::string_view rest) {
  const bool time_based = take(rest, "totp/") || take(rest, "totp?");
  if (!time_based && same(rest.substr(0, 4), "hotp"))
    return "is counted (HOTP), not by time (TOTP)";
  if (!time_based && same(rest.substr(0, 5), "steam"))
    return "is one of Steam, whose codes are no digits";
  if (!time_based) return "is in a URI that is not otpauth://totp/";
  rest = rest.substr(0, rest.find('#'));
  // The label says whose it is, which does not matter here.
  if (const std::size_t query = rest.find('?'); query != std::string_view::npos)
    rest.remove_prefix(query + 1);
  TotpSeed seed;
  seed.digits = 6;
  while (!rest.empty()) {
    std::string_view value = take_until(rest, '&');
    const std::string_view name = take_until(value, '=');
    const std::optional<Secret> decoded = percent_decoded(value);
    if (!decoded) return "is in a URI with a broken percent sign";
    if (auto problem = apply(seed, name, decoded->reveal())) return std::move(*problem);
  }
  if (seed.key.empty()) return "is missing in its URI";
  return seed;
}

}  // namespace

std::variant<TotpSeed, std::string> parse_totp_seed(const Secret& text) {
  std::string_view all = text.reveal();
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!all.empty() && is_blank(all.front())) all.remove_prefix(1);
  while (!all.empty() && is_blank(all.back())) all.remove_suffix(1);
  if (take(all, "otpauth-migration:"))
    return "is an export of several accounts; one otpauth://totp/ URI is wanted";
  if (take(all, "otpauth://")) return parse_uri(all);
  std::optional<Secret> key = base32_decoded(all);
  if (!key) return "is neither base32 nor an otpauth://totp/ URI";
  return TotpSeed{.key = std::move(*key)};
}

}  // namespace teamsctl::auth
