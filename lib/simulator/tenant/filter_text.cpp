#include "tenant/filter_text.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::array<std::pair<std::string_view, Attribute>, 21> attributes = {{
    {"TelephoneNumber", Attribute::telephone_number},
    {"OperatorId", Attribute::operator_id},
    {"PstnAssignmentStatus", Attribute::assignment_status},
    {"AssignmentStatus", Attribute::assignment_status},
    {"ActivationState", Attribute::activation_state},
    {"IsoCountryCode", Attribute::country},
    {"Capability", Attribute::capability},
    {"AcquiredCapabilities", Attribute::capability},
    {"PstnPartnerName", Attribute::partner_name},
    {"PartnerName", Attribute::partner_name},
    {"LocationId", Attribute::location},
    {"CivicAddressId", Attribute::civic_address},
    {"NetworkSiteId", Attribute::network_site},
    {"NumberType", Attribute::number_type},
    {"AssignedPstnTargetId", Attribute::assigned_target},
    {"TargetId", Attribute::assigned_target},
    {"AssignmentCategory", Attribute::category},
    {"ReverseNumberLookup", Attribute::reverse_lookup},
    {"SmsActivationState", Attribute::sms_state},
    {"Tags", Attribute::tags},
    {"Tag", Attribute::tags},
}};

class FilterReader {
 public:
  explicit FilterReader(std::string_view text) : text_(text), rest_(text) {}

  std::vector<Condition> read() {
    std::vector<Condition> conditions;
    while (true) {
      conditions.push_back(condition());
      skip_space();
      if (rest_.empty()) return conditions;
      if (!same_text(word(), "-and")) refuse();
    }
  }

  Equality read_equality() {
    Equality result{.name = std::string(word()), .value = {}};
    if (operation() != Operator::equals) refuse();
    skip_space();
    if (rest_.starts_with('[')) refuse();
    result.value = value();
    skip_space();
    if (!rest_.empty()) refuse();
    return result;
  }

 private:
  Condition condition() {
    const auto name = word();
    const auto attribute =
        std::find_if(attributes.begin(), attributes.end(),
                     [&](const auto& known) { return same_text(known.first, name); });
    if (attribute == attributes.end()) refuse();
    const auto op = operation();
    return {attribute->second, op, value()};
  }

  Operator operation() {
    const auto name = word();
    if (same_text(name, "-eq")) return Operator::equals;
    if (same_text(name, "-like")) return Operator::like;
    if (same_text(name, "-contains")) return Operator::contains;
    refuse();
  }

  std::string value() {
    skip_space();
    const bool bracket = take('[');
    skip_space();
    if (!take('\'')) refuse();
    std::string value;
    while (true) {
      const auto quote = rest_.find('\'');
      if (quote == std::string_view::npos) refuse();
      value += rest_.substr(0, quote);
      rest_.remove_prefix(quote + 1);
      if (!take('\'')) break;  // a doubled quote is one of the text
      value += '\'';
    }
    skip_space();
    if (bracket && !take(']')) refuse();
    return value;
  }

  std::string_view word() {
    skip_space();
    const auto size = std::min(rest_.find_first_of(" \t'["), rest_.size());
    const auto found = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return found;
  }

  void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size())); }

  bool take(char wanted) {
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  [[noreturn]] void refuse() const {
    throw BadRequest("Invalid Filter '" + std::string(text_) + "'");
  }

  std::string_view text_;
  std::string_view rest_;
};

}  // namespace

std::vector<Condition> parse_filter(std::string_view text) { return FilterReader(text).read(); }

Equality parse_equality(std::string_view text) { return FilterReader(text).read_equality(); }

}  // namespace teamsctl::simulator
