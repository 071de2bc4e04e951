#include "tenant/user_query.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "tenant/filter_text.hpp"
#include "tenant/user_row.hpp"
#include "tenant/users.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::array<std::string_view, 5> always_there = {"AccountEnabled", "Alias", "DisplayName",
                                                          "Identity", "UserPrincipalName"};
constexpr std::array<std::string_view, 4> nobodys_types = {"ResourceAccount", "Guest",
                                                           "SfBOnPremUser", "IneligibleUser"};

bool is_one_of(std::string_view value, const auto& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return same_text(word, value); });
}

std::optional<std::string> given(const Arguments& arguments, std::string_view name) {
  auto text = arguments.text(name);
  return text && text->empty() ? std::nullopt : text;
}

}  // namespace

UserQuery::UserQuery(const Arguments& arguments, const TenantState& tenant)
    : tenant_(tenant), end_(tenant.numbers()) {
  if (arguments.has("OrderBy")) throw BadRequest("Not simulated");
  const auto type = given(arguments, "AccountType");
  if (type && !same_text(*type, "User") && !is_one_of(*type, nobodys_types))
    throw BadRequest("Invalid AccountType '" + *type + "'");
  if (const auto text = given(arguments, "Filter")) filter(*text);
  if (const auto identity = given(arguments, "Identity")) {
    const auto user = find_user(*identity, tenant.numbers());
    missing_ = !user;
    only(user);
  }
  if ((type && !same_text(*type, "User")) || arguments.flag("SoftDeletedUsers")) end_ = 0;
  if (const auto most = arguments.number("ResultSize")) left_ = static_cast<std::uint64_t>(*most);
  without_policies_ = arguments.flag("SkipUserPolicies");
  if (arguments.has("Properties")) properties_ = arguments.texts("Properties");
}

std::optional<std::uint64_t> UserQuery::next() {
  if (left_ == 0) return std::nullopt;
  while (at_ < end_ && !user_exists(at_, tenant_.numbers())) ++at_;
  if (at_ >= end_) return std::nullopt;
  --left_;
  return at_++;
}

Json UserQuery::row(std::uint64_t user) const {
  Json row = user_row(user, tenant_.shown());
  if (without_policies_) leave_out_policies(row);
  if (properties_)
    for (auto& [name, value] : row.items())
      if (!is_one_of(name, always_there) && !is_one_of(name, *properties_)) value = nullptr;
  return row;
}

void UserQuery::filter(const std::string& text) {
  const Equality condition = parse_equality(text);
  if (same_text(condition.name, "UserPrincipalName")) {
    const auto user = index_of_user_name(condition.value);
    return only(user && user_exists(*user, tenant_.numbers()) ? user : std::nullopt);
  }
  if (!same_text(condition.name, "LineUri")) throw BadRequest("Invalid Filter '" + text + "'");
  constexpr std::string_view scheme = "tel:";
  const std::string_view uri = condition.value;
  if (!same_text(uri.substr(0, scheme.size()), scheme)) return only(std::nullopt);
  // The number is a user's, or nobody's; only the first number of a user is the user's address.
  const auto number = index_of_telephone_number(uri.substr(scheme.size()));
  if (!number || *number >= tenant_.numbers() ||
      !same_text(telephone_number(*number), uri.substr(scheme.size())))
    return only(std::nullopt);
  const auto user = find_user_by_id(tenant_.shown().at(*number).target(), tenant_.numbers());
  only(user && tenant_.shown().numbers_of(*user).front() == *number ? user : std::nullopt);
}

void UserQuery::only(std::optional<std::uint64_t> user) {
  at_ = user.value_or(0);
  end_ = user ? *user + 1 : 0;
}

}  // namespace teamsctl::simulator
