#include "tenant/number_condition.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "tenant/tenant.hpp"
#include "text/text.hpp"
#include "text/wildcard.hpp"

namespace teamsctl::simulator {

namespace {

using Values = std::vector<std::string_view>;

/// The attribute's values, for the attributes that traits have. A null has no value, so nothing is
/// equal to it.
Values values_of(const Traits& traits, Attribute attribute) {
  const auto single = [](std::string_view value) {
    return value.empty() ? Values{} : Values{value};
  };
  switch (attribute) {
    case Attribute::operator_id:
      return single(traits.operator_id);
    case Attribute::assignment_status:
      return single(traits.assignment_status);
    case Attribute::country:
      return single(traits.country);
    case Attribute::capability:
      return traits.capability;
    case Attribute::partner_name:
      return single(traits.partner_name);
    case Attribute::location:
      return single(traits.location);
    case Attribute::civic_address:
      return single(traits.civic_address);
    case Attribute::number_type:
      return single(traits.number_type);
    case Attribute::category:
      return single(traits.category);
    case Attribute::reverse_lookup:
      return traits.reverse_lookup;
    case Attribute::sms_state:
      return single(traits.sms_state);
    case Attribute::tags:
      return traits.tags;
    case Attribute::network_site:
    case Attribute::activation_state:
    case Attribute::telephone_number:
    case Attribute::assigned_target:
      return {};
  }
  return {};
}

bool compare(Operator op, std::string_view value, std::string_view wanted) {
  switch (op) {
    case Operator::equals:
    case Operator::contains:
      return same_text(value, wanted);
    case Operator::like:
      return is_like(value, wanted, Wildcards::star);
    case Operator::contains_text:
      return value.find(wanted) != std::string_view::npos;
    case Operator::greater:
      return value > wanted;
    case Operator::less:
      return value < wanted;
  }
  return false;
}

std::optional<std::uint64_t> all_digits(std::string_view text) {
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && rest == end ? std::optional(number) : std::nullopt;
}

}  // namespace

bool Condition::holds_for(const PhoneNumber& number) const {
  switch (attribute) {
    case Attribute::activation_state:
      return compare(op, activation_state(number.index()), value);
    case Attribute::telephone_number:
      return compare(op, telephone_number(number.index()), value);
    case Attribute::assigned_target: {
      const std::string target = number.target();
      return !target.empty() && compare(op, target, value);
    }
    default:
      break;
  }
  const Values values = values_of(number.traits(), attribute);
  return std::any_of(values.begin(), values.end(),
                     [&](std::string_view one) { return compare(op, one, value); });
}

std::optional<std::uint64_t> Condition::only_candidate() const {
  if (op != Operator::equals) return std::nullopt;
  // What has no index is no number of this tenant, so that no candidate of it can ever hold.
  if (attribute == Attribute::telephone_number)
    return index_of_telephone_number(value).value_or(most_numbers);
  if (attribute == Attribute::assigned_target) return index_of_target(value).value_or(most_numbers);
  return std::nullopt;
}

std::optional<std::uint64_t> index_of_telephone_number(std::string_view text) {
  constexpr std::string_view prefix = "+1425";
  constexpr std::size_t digits = 7;
  if (!text.starts_with(prefix) || text.size() < prefix.size() + digits) return std::nullopt;
  return all_digits(text.substr(prefix.size(), digits));
}

std::optional<std::uint64_t> index_of_target(std::string_view guid) {
  return is_guid(guid) ? all_digits(guid.substr(24)) : std::nullopt;
}

bool is_guid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = lower(text[i]);
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

}  // namespace teamsctl::simulator
