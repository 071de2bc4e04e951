#include "tenant/number_row.hpp"

#include "text/strict_json.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

// The versions of the module that brought columns.
constexpr Version details{5, 0};
constexpr Version blocking{7, 5};
constexpr Version messaging{7, 7};

std::string json_or_null(std::string_view text) {
  return text.empty() ? "null" : json_string(text);
}

std::string json_list(const std::vector<std::string_view>& items) {
  std::string list;
  for (const auto item : items) append_item(list, json_string(item), ",");
  return "[" + list + "]";
}

}  // namespace

RowWriter::RowWriter(const Version& module) : module_(module) {
  for (std::size_t i = 0; i < middles_.size(); ++i) middles_[i] = make_middle(traits_of(i));
}

std::string RowWriter::make_middle(const Traits& traits) const {
  std::string text;
  const auto add = [&](std::string_view name, const std::string& json, Version since = {}) {
    if (module_ < since) return;
    text.append(",\"").append(name).append("\":").append(json);
  };
  add("AssignmentBlockedState", json_string(traits.blocked_state), blocking);
  add("AssignmentBlockedUntil", "null", blocking);
  add("AssignmentCategory", json_or_null(traits.category), details);
  add("Capability", json_list(traits.capability));
  add("City", json_or_null(traits.city), details);
  add("CivicAddressId", json_or_null(traits.civic_address));
  add("IsoCountryCode", json_or_null(traits.country));
  add("IsoSubdivision", json_or_null(traits.subdivision), details);
  add("LocationId", json_or_null(traits.location));
  add("LocationUpdateSupported", traits.location_update ? "true" : "false");
  add("NetworkSiteId", "null", details);
  add("NumberSource", json_string(traits.number_source), details);
  add("NumberType", json_string(traits.number_type));
  add("OperatorId", json_or_null(traits.operator_id), details);
  add("PortInOrderStatus", "null");
  add("PstnAssignmentStatus", json_string(traits.assignment_status));
  add("PstnPartnerId", json_or_null(traits.partner_id));
  add("PstnPartnerName", json_or_null(traits.partner_name));
  add("ReverseNumberLookup", json_list(traits.reverse_lookup), details);
  add("SmsActivationState", json_or_null(traits.sms_state), messaging);
  add("Tag", json_list(traits.tags), details);
  text.append(",\"TelephoneNumber\":\"");
  return text;
}

void RowWriter::append(std::string& out, const PhoneNumber& number) const {
  const std::uint64_t index = number.index();
  const ChangedNumber* const changed = number.changed();
  out.append("{\"ActivationState\":\"")
      .append(activation_state(index))
      .append("\",\"AssignedPstnTargetId\":");
  if (number.traits().target == Traits::Target::none) {
    out.append("null");
  } else {
    out += '"';
    if (changed != nullptr) {
      out.append(changed->target);
    } else {
      append_assigned_target(out, index);
    }
    out += '"';
  }
  if (changed != nullptr) {
    out.append(make_middle(changed->traits));
  } else {
    out.append(middles_[index % traits_period]);
  }
  append_telephone_number(out, index);
  out.append("\"}");
}

}  // namespace teamsctl::simulator
