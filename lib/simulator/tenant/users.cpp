#include "tenant/users.hpp"

#include <algorithm>

#include "tenant/number_condition.hpp"
#include "tenant/tenant.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::string_view beginning = "user";
constexpr std::size_t fewest_digits = 6;
constexpr std::size_t most_digits = 12;

std::optional<std::uint64_t> existing(std::optional<std::uint64_t> user, std::uint64_t numbers) {
  return user && user_exists(*user, numbers) ? user : std::nullopt;
}

}  // namespace

bool user_exists(std::uint64_t user, std::uint64_t numbers) {
  return user < numbers && user % 5 <= 2;
}

std::string alias_of(std::uint64_t user) {
  std::string digits = std::to_string(user);
  if (digits.size() < fewest_digits) digits.insert(0, fewest_digits - digits.size(), '0');
  return std::string(beginning) + digits;
}

std::string user_name_of(std::uint64_t user) {
  return alias_of(user) + "@" + std::string(tenant_domain);
}

bool is_licensed(std::uint64_t user) { return user % 20 != 12; }

std::optional<std::uint64_t> index_of_alias(std::string_view text) {
  if (!same_text(text.substr(0, beginning.size()), beginning)) return std::nullopt;
  const auto digits = text.substr(beginning.size());
  const bool well_formed =
      digits.size() >= fewest_digits && digits.size() <= most_digits &&
      (digits.size() == fewest_digits || digits.front() != '0') &&
      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  return well_formed ? std::optional(std::stoull(std::string(digits))) : std::nullopt;
}

std::optional<std::uint64_t> index_of_user_name(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || !same_text(text.substr(at + 1), tenant_domain))
    return std::nullopt;
  return index_of_alias(text.substr(0, at));
}

std::optional<std::uint64_t> find_user_by_id(std::string_view id, std::uint64_t numbers) {
  const auto user = existing(index_of_target(id), numbers);
  return user && same_text(guid('1', *user), id) ? user : std::nullopt;
}

std::optional<std::uint64_t> find_user_by_id_or_name(std::string_view text, std::uint64_t numbers) {
  if (const auto user = find_user_by_id(text, numbers)) return user;
  return existing(index_of_user_name(text), numbers);
}

std::optional<std::uint64_t> find_user(std::string_view text, std::uint64_t numbers) {
  if (const auto user = find_user_by_id_or_name(text, numbers)) return user;
  constexpr std::string_view scheme = "sip:";
  if (same_text(text.substr(0, scheme.size()), scheme))
    return existing(index_of_user_name(text.substr(scheme.size())), numbers);
  return existing(index_of_alias(text), numbers);
}

}  // namespace teamsctl::simulator
