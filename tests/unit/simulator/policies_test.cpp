#include "tenant/policies.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>

using namespace teamsctl::simulator;

namespace {

const std::vector<std::string> types = {"TeamsCallingPolicy",
                                        "OnlineVoiceRoutingPolicy",
                                        "TenantDialPlan",
                                        "TeamsMeetingPolicy",
                                        "OnlineVoicemailPolicy",
                                        "TeamsEmergencyCallingPolicy",
                                        "TeamsEmergencyCallRoutingPolicy",
                                        "CallingLineIdentity"};

std::string identities(const std::vector<const Json*>& policies) {
  std::string all;
  for (const Json* policy : policies) all += (*policy)["Identity"].get<std::string>() + " ";
  return all;
}

void check_order(const Json& value) {
  std::string last;
  for (const auto& [name, member] : value.items()) {
    if (value.is_object()) CHECK(name > last);
    last = name;
    if (member.is_structured()) check_order(member);
  }
}

}  // namespace

TEST_CASE("every type has three instances or more, Global first, each name once") {
  for (const auto& type : types) {
    INFO(type);
    const Json& policies = policies_of(type);
    REQUIRE(policies.size() >= 3);
    CHECK(policies[0]["Identity"] == "Global");
    std::set<std::string> names;
    for (const Json& policy : policies) CHECK(names.insert(policy["Identity"]).second);
  }
}

TEST_CASE("members are in alphabetical order") {
  for (const auto& type : types)
    for (const Json& policy : policies_of(type)) check_order(policy);
}

TEST_CASE("an identity is found with and without its tag, and without case") {
  CHECK(find_policy("TenantDialPlan", "us-seattle") ==
        find_policy("TenantDialPlan", "TAG:US-Seattle"));
  CHECK((*find_policy("TenantDialPlan", "global"))["Identity"] == "Global");
  CHECK(find_policy("TenantDialPlan", "Tag:Global") == nullptr);
  CHECK(find_policy("TenantDialPlan", "US-*") == nullptr);
  CHECK(find_policy("TenantDialPlan", "Sales") == nullptr);
}

TEST_CASE("a filter is a pattern for the identity, with or without its tag") {
  CHECK(identities(find_policies("TeamsCallingPolicy", "*")) ==
        "Global Tag:AllowCalling Tag:DisallowCalling Tag:Sales ");
  CHECK(identities(find_policies("TeamsCallingPolicy", "tag:*")) ==
        "Tag:AllowCalling Tag:DisallowCalling Tag:Sales ");
  CHECK(identities(find_policies("TeamsCallingPolicy", "*allow*")) ==
        "Tag:AllowCalling Tag:DisallowCalling ");
  CHECK(identities(find_policies("TeamsCallingPolicy", "S????")) == "Tag:Sales ");
  CHECK(identities(find_policies("TenantDialPlan", "CH-Z?rich")) == "Tag:CH-Zürich ");
  CHECK(find_policies("TeamsCallingPolicy", "S???").empty());
  CHECK(find_policies("TeamsCallingPolicy", "[S]ales").empty());
}

TEST_CASE("what a reader must not lose is there") {
  CHECK(dump((*find_policy("TeamsCallingPolicy", "Sales"))["CallingSpendUserLimit"]) ==
        "9007199254740993");
  CHECK((*find_policy("TenantDialPlan", "US-Seattle"))["NormalizationRules"].size() == 2);
  CHECK((*find_policy("TenantDialPlan", "US-Seattle"))["Key"]["AuthorityId"]["XmlRoot"]["XName"] ==
        "AuthorityId");
  CHECK((*find_policy("TeamsCallingPolicy", "Global"))["Description"].is_null());
}
