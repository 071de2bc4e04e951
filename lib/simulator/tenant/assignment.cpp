#include "tenant/assignment.hpp"

#include <array>
#include <string_view>

#include "tenant/number_condition.hpp"
#include "tenant/users.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::array<std::string_view, 3> categories = {"Primary", "Private", "Alternate"};

std::uint64_t need_user(const Wanted& wanted, const TenantState& tenant) {
  const auto user = find_user(wanted.identity, tenant.numbers());
  if (!user) throw BadRequest("The user '" + wanted.identity + "' is not found");
  return *user;
}

[[noreturn]] void refuse_number(const Wanted& wanted) {
  throw BadRequest("Telephone Number '" + wanted.number + "' is not found from tenant '" +
                   std::string(tenant_id) + "'");
}

/// The number of the tenant that was meant, of the type that was meant.
std::uint64_t need_number(const Wanted& wanted, const TenantState& tenant) {
  const std::string text = (wanted.number.starts_with('+') ? "" : "+") + wanted.number;
  const auto number = index_of_telephone_number(text);
  if (!number || *number >= tenant.numbers() || !same_text(telephone_number(*number), text) ||
      !same_text(traits_of(*number).number_type, wanted.type))
    refuse_number(wanted);
  return *number;
}

std::string category_of(const Wanted& wanted) {
  if (!wanted.category) return std::string(categories.front());
  for (const std::string_view category : categories)
    if (same_text(category, *wanted.category)) return std::string(category);
  throw BadRequest("Invalid AssignmentCategory '" + *wanted.category + "'");
}

std::optional<std::string> location_of(const Wanted& wanted) {
  if (!wanted.location || same_text(*wanted.location, "null")) return std::nullopt;
  if (!is_guid(*wanted.location)) throw BadRequest("Invalid LocationId '" + *wanted.location + "'");
  return wanted.location;
}

/// The user that a number belongs to.
std::optional<std::uint64_t> owner_of(std::uint64_t number, const TenantState& tenant) {
  return find_user_by_id(tenant.there().at(number).target(), tenant.numbers());
}

}  // namespace

std::vector<Change> assign(const Wanted& wanted, const TenantState& tenant) {
  const std::uint64_t user = need_user(wanted, tenant);
  if (!is_licensed(user))
    throw BadRequest("User '" + guid('1', user) + "' lacks appropriate licenses to assign a '" +
                     wanted.type + "' number");
  const std::string category = category_of(wanted);
  const auto location = location_of(wanted);
  const std::uint64_t number = need_number(wanted, tenant);
  if (owner_of(number, tenant) == user) return {};
  if (tenant.there().at(number).traits().target != Traits::Target::none)
    throw BadRequest("Telephone Number '" + wanted.number +
                     "' has already been assigned to another user");
  auto changes = unassign_all(wanted, tenant);
  changes.push_back({.number = number,
                     .user = user,
                     .location = location,
                     .category = category,
                     .at = wanted.at});
  return changes;
}

std::vector<Change> unassign(const Wanted& wanted, const TenantState& tenant) {
  const std::uint64_t user = need_user(wanted, tenant);
  const std::uint64_t number = need_number(wanted, tenant);
  if (owner_of(number, tenant) != user) refuse_number(wanted);
  return {{.number = number, .at = wanted.at}};
}

std::vector<Change> unassign_all(const Wanted& wanted, const TenantState& tenant) {
  std::vector<Change> changes;
  for (const std::uint64_t number : tenant.there().numbers_of(need_user(wanted, tenant)))
    changes.push_back({.number = number, .at = wanted.at});
  return changes;
}

}  // namespace teamsctl::simulator
