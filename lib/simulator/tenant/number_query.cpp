#include "tenant/number_query.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "binding/arguments.hpp"
#include "tenant/filter_text.hpp"
#include "tenant/users.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::int64_t default_top = 500;
constexpr std::int64_t most_rows_of_a_page = 1000;

using Words = std::vector<std::string_view>;

const Words capabilities = {"ConferenceAssignment", "VoiceApplicationAssignment", "UserAssignment",
                            "TeamsPhoneMobile"};

[[noreturn]] void refuse(std::string_view parameter, std::string_view value) {
  throw BadRequest("Invalid " + std::string(parameter) + " '" + std::string(value) + "'");
}

bool is_one_of(std::string_view value, const Words& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return same_text(word, value); });
}

/// The service takes a number with and without its plus sign, and never a "tel:" before it.
std::string with_plus(std::string_view parameter, std::string_view value) {
  std::string_view digits = value;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  if (digits.empty() || digits.front() < '0' || digits.front() > '9') refuse(parameter, value);
  return std::string("+").append(digits);
}

/// The object id behind what names a user: itself, a user name or a SIP address.
std::string target_of(std::string_view value) {
  std::string name = lower(value);
  if (name.starts_with("sip:")) name.erase(0, 4);
  const auto user = index_of_user_name(name);
  return user ? guid('1', *user) : name;
}

std::vector<Condition> capability_conditions(std::string_view list) {
  std::vector<Condition> conditions;
  for (std::size_t from = 0; from <= list.size();) {
    const auto comma = std::min(list.find(',', from), list.size());
    auto word = list.substr(from, comma - from);
    while (word.starts_with(' ')) word.remove_prefix(1);
    while (word.ends_with(' ')) word.remove_suffix(1);
    if (!is_one_of(word, capabilities)) refuse("CapabilitiesContain", list);
    conditions.push_back({Attribute::capability, Operator::contains, std::string(word)});
    from = comma + 1;
  }
  return conditions;
}

struct WordParameter {
  std::string_view name;
  Attribute attribute;
  Words words;
};

const std::array word_parameters = {
    WordParameter{
        "ActivationState",
        Attribute::activation_state,
        {"Activated", "AssignmentPending", "AssignmentFailed", "UpdatePending", "UpdateFailed"}},
    WordParameter{"AssignmentCategory", Attribute::category, {"Primary", "Alternate", "Private"}},
    WordParameter{
        "NumberType", Attribute::number_type, {"DirectRouting", "CallingPlan", "OperatorConnect"}},
    WordParameter{"PstnAssignmentStatus",
                  Attribute::assignment_status,
                  {"Unassigned", "UserAssigned", "ConferenceAssigned", "VoiceApplicationAssigned",
                   "ThirdPartyAppAssigned", "PolicyAssigned"}},
};

std::vector<Condition> conditions_of(const Arguments& arguments) {
  std::vector<Condition> conditions;
  const auto add = [&](std::string_view name, auto make) {
    if (const auto value = arguments.text(name)) {
      Condition condition = make(*value);
      conditions.push_back(std::move(condition));
    }
  };
  for (const auto& parameter : word_parameters)
    add(parameter.name, [&](const std::string& value) {
      if (!is_one_of(value, parameter.words)) refuse(parameter.name, value);
      return Condition{parameter.attribute, Operator::equals, value};
    });
  for (const auto& [name, attribute] :
       {std::pair{"CivicAddressId", Attribute::civic_address}, {"LocationId", Attribute::location}})
    add(name, [&, id = std::string_view(name), which = attribute](const std::string& value) {
      if (!is_guid(value)) refuse(id, value);
      return Condition{which, Operator::equals, value};
    });
  add("IsoCountryCode", [](const std::string& value) {
    if (value.size() != 2) refuse("IsoCountryCode", value);
    return Condition{Attribute::country, Operator::equals, value};
  });
  add("NetworkSiteId", [](const std::string& value) {
    return Condition{Attribute::network_site, Operator::equals, value};
  });
  add("AssignedPstnTargetId", [](const std::string& value) {
    return Condition{Attribute::assigned_target, Operator::equals, target_of(value)};
  });
  const auto add_number = [&](std::string_view name, Operator op, std::string_view behind) {
    add(name, [&](const std::string& value) {
      return Condition{Attribute::telephone_number, op,
                       with_plus(name, value) + std::string(behind)};
    });
  };
  add_number("TelephoneNumber", Operator::equals, "");
  add_number("TelephoneNumberGreaterThan", Operator::greater, "");
  add_number("TelephoneNumberLessThan", Operator::less, "");
  add_number("TelephoneNumberStartsWith", Operator::like, "*");
  add("TelephoneNumberContain", [](const std::string& value) {
    return Condition{Attribute::telephone_number, Operator::contains_text,
                     with_plus("TelephoneNumberContain", value).substr(1)};
  });
  if (const auto list = arguments.text("CapabilitiesContain"))
    for (auto& condition : capability_conditions(*list)) conditions.push_back(std::move(condition));
  if (const auto filter = arguments.text("Filter"))
    for (auto& condition : parse_filter(*filter)) conditions.push_back(std::move(condition));
  return conditions;
}

std::uint64_t not_negative(const Arguments& arguments, std::string_view name,
                           std::int64_t otherwise) {
  const std::int64_t value = arguments.number(name).value_or(otherwise);
  if (value < 0) refuse(name, std::to_string(value));
  return static_cast<std::uint64_t>(value);
}

}  // namespace

NumberQuery::NumberQuery(const Arguments& arguments, std::uint64_t numbers, Paging paging,
                         const NumberOverlay& overlay)
    : overlay_(overlay), end_(numbers) {
  traits_match_.set();
  activation_match_.set();
  for (auto& condition : conditions_of(arguments)) add(std::move(condition));
  next_changed_ = overlay_.changed().lower_bound(at_);
  left_ = not_negative(arguments, "Top", default_top);
  if (paging != Paging::unlimited) left_ = std::min<std::uint64_t>(left_, most_rows_of_a_page);
  const std::uint64_t skip = not_negative(arguments, "Skip", 0);
  if (paging != Paging::repeat) leave_out(skip);
}

std::optional<PhoneNumber> NumberQuery::next() {
  if (left_ == 0) return std::nullopt;
  --left_;
  return next_match();
}

void NumberQuery::add(Condition condition) {
  narrow(condition);
  all_.push_back(condition);
  switch (condition.attribute) {
    case Attribute::telephone_number:
    case Attribute::assigned_target:
      others_.push_back(std::move(condition));
      break;
    case Attribute::activation_state:
      for (std::size_t i = 0; i < activation_match_.size(); ++i)
        if (!condition.holds_for(PhoneNumber(i))) activation_match_.reset(i);
      break;
    default:
      for (std::size_t i = 0; i < traits_match_.size(); ++i)
        if (!condition.holds_for(PhoneNumber(i))) traits_match_.reset(i);
      break;
  }
}

/// Looks only where the condition can hold: at the one number that its value names, and at those
/// that changes brought to where it looks.
void NumberQuery::narrow(const Condition& condition) {
  const auto candidate = condition.only_candidate();
  if (!candidate) return;
  std::uint64_t first = *candidate;
  std::uint64_t last = *candidate;
  if (condition.attribute == Attribute::assigned_target)
    for (const auto& [number, changed] : overlay_.changed())
      if (condition.holds_for(PhoneNumber(number, &changed))) {
        first = std::min(first, number);
        last = *candidate < most_numbers ? std::max(last, number) : number;
      }
  at_ = std::max(at_, first);
  end_ = std::min(end_, last + 1);
}

bool NumberQuery::matches(std::uint64_t number) const {
  return traits_match_[number % traits_period] && activation_match_[number % activation_period] &&
         std::all_of(others_.begin(), others_.end(),
                     [&](const Condition& one) { return one.holds_for(PhoneNumber(number)); });
}

bool NumberQuery::matches_changed(const PhoneNumber& number) const {
  return std::all_of(all_.begin(), all_.end(),
                     [&](const Condition& one) { return one.holds_for(number); });
}

std::optional<PhoneNumber> NumberQuery::next_match() {
  const auto end_of_changed = overlay_.changed().end();
  for (; at_ < end_; ++at_) {
    if (next_changed_ != end_of_changed && next_changed_->first == at_) {
      const PhoneNumber number(at_, &next_changed_->second);
      ++next_changed_;
      if (!matches_changed(number)) continue;
      ++at_;
      return number;
    }
    if (matches(at_)) return PhoneNumber(at_++);
  }
  return std::nullopt;
}

void NumberQuery::leave_out(std::uint64_t rows) {
  if (all_.empty()) {
    at_ = std::min(rows, end_);
    next_changed_ = overlay_.changed().lower_bound(at_);
    return;
  }
  while (rows-- > 0 && next_match()) {
  }
}

}  // namespace teamsctl::simulator
