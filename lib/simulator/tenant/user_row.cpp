#include "tenant/user_row.hpp"

#include <string>

#include "tenant/tenant.hpp"
#include "tenant/users.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::string_view created = "2025-01-02T03:04:05Z";

std::string display_name(std::uint64_t user, const std::string& number) {
  switch (user % 7) {
    case 0:
      return "Zoë O’Brien " + number;
    case 1:
      return "'; Write-Output \"x\" #" + number;
    case 2:
      return "=1+1," + number;
    default:
      return "User " + number;
  }
}

Json department(std::uint64_t user) {
  switch (user % 3) {
    case 0:
      return "Engineering";
    case 1:
      return "Sales & Service";
    default:
      return nullptr;
  }
}

Json assigned_plans(std::uint64_t user) {
  Json plans = Json::array();
  const auto add = [&](std::string_view capability) {
    plans.push_back({{"AssignedTimestamp", created},
                     {"Capability", capability},
                     {"CapabilityStatus", "Enabled"},
                     {"ServiceInstance", "MicrosoftCommunicationsOnline/NOAM-0M"},
                     {"ServicePlanId", guid('7', plans.size() + 1)},
                     {"SubscribedPlanId", guid('8', user)}});
  };
  add("Teams");
  if (is_licensed(user)) {
    add("MCOEV");
    add("MCOProfessional");
  }
  return plans;
}

Json telephone_numbers(const std::vector<std::uint64_t>& numbers, const NumberOverlay& shown) {
  Json list = Json::array();
  for (const std::uint64_t number : numbers) {
    const std::string& category = shown.at(number).traits().category;
    list.push_back({{"AssignmentCategory", category.empty() ? Json(nullptr) : Json(category)},
                    {"TelephoneNumber", telephone_number(number)}});
  }
  return list;
}

}  // namespace

std::vector<UserPolicy> policies_of_user(std::uint64_t user) {
  std::vector<UserPolicy> policies;
  if (user % 10 == 6 || user % 10 == 7)
    policies.push_back({.type = "OnlineVoiceRoutingPolicy", .name = "Unrestricted"});
  if (user % 3 == 0) policies.push_back({.type = "TeamsCallingPolicy", .name = "AllowCalling"});
  if (user % 3 == 1)
    policies.push_back({.type = "TeamsCallingPolicy", .name = "Sales", .by_group = true});
  if (user % 4 == 0) policies.push_back({.type = "TenantDialPlan", .name = "US-Seattle"});
  return policies;
}

Json user_row(std::uint64_t user, const NumberOverlay& shown) {
  const std::string alias = alias_of(user);
  const std::string name = user_name_of(user);
  const Place& place = place_of(user);
  const auto numbers = shown.numbers_of(user);
  Json row = {
      {"AccountEnabled", user % 50 != 1},
      {"AccountType", "User"},
      {"Alias", alias},
      {"AssignedPlan", assigned_plans(user)},
      {"CallingLineIdentity", nullptr},
      {"City", place.city},
      {"Company", tenant_name},
      {"Country", place.country},
      {"Department", department(user)},
      {"DisplayName", display_name(user, alias.substr(alias.find_first_of("0123456789")))},
      {"EnterpriseVoiceEnabled", !numbers.empty()},
      {"FeatureTypes", is_licensed(user) ? Json{"Teams", "PhoneSystem"} : Json::array({"Teams"})},
      {"GivenName", nullptr},
      {"HostingProvider", "sipfed.online.lync.com"},
      {"Identity", guid('1', user)},
      {"InterpretedUserType", "PureOnlineTeamsOnlyUser"},
      {"IsSipEnabled", true},
      {"LastName", nullptr},
      {"LastProvisionTimeStamps", {{"Teams", created}}},
      {"LineUri", numbers.empty() ? Json(nullptr) : Json("tel:" + telephone_number(numbers[0]))},
      {"OnlineVoiceRoutingPolicy", nullptr},
      {"OnlineVoicemailPolicy", nullptr},
      {"OnPremLineURI", nullptr},
      {"ProxyAddresses", Json::array({"SMTP:" + name})},
      {"SipAddress", "sip:" + name},
      {"TeamsCallingPolicy", nullptr},
      {"TeamsEmergencyCallRoutingPolicy", nullptr},
      {"TeamsEmergencyCallingPolicy", nullptr},
      {"TeamsMeetingPolicy", nullptr},
      {"TeamsUpgradeEffectiveMode", "TeamsOnly"},
      {"TelephoneNumbers", telephone_numbers(numbers, shown)},
      {"TenantDialPlan", nullptr},
      {"TenantId", tenant_id},
      {"UsageLocation", place.country},
      {"UserDirSyncEnabled", false},
      {"UserPrincipalName", name},
      {"UserValidationErrors", Json::array()},
      {"WhenChanged", "2026-01-02T03:04:05Z"},
      {"WhenCreated", created}};
  for (const UserPolicy& policy : policies_of_user(user))
    row[std::string(policy.type)] = {{"Authority", "Tenant"}, {"Name", policy.name}};
  return row;
}

void leave_out_policies(Json& row) {
  for (auto& [name, value] : row.items())
    if (name.ends_with("Policy") || name == "CallingLineIdentity" || name == "TenantDialPlan")
      value = nullptr;
}

}  // namespace teamsctl::simulator
