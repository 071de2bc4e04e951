// The rows are part of teamsctl-scenario(5): people write tests against them, so some are written
// out here in full.
#include "tenant/user_row.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "tenant/users.hpp"

using namespace teamsctl::simulator;

namespace {

std::string row(std::uint64_t user, const NumberOverlay& shown = {}) {
  return dump(user_row(user, shown));
}

std::string member(std::uint64_t user, const char* name, const NumberOverlay& shown = {}) {
  return dump(user_row(user, shown)[name]);
}

}  // namespace

TEST_CASE("user 0 has a number, a licence, a policy and a dial plan") {
  CHECK(
      row(0) ==
      R"({"AccountEnabled":true,"AccountType":"User","Alias":"user000000","AssignedPlan":[)"
      R"({"AssignedTimestamp":"2025-01-02T03:04:05Z","Capability":"Teams","CapabilityStatus":"Enabled",)"
      R"("ServiceInstance":"MicrosoftCommunicationsOnline/NOAM-0M",)"
      R"("ServicePlanId":"77777777-0000-4000-8000-000000000001","SubscribedPlanId":"88888888-0000-4000-8000-000000000000"},)"
      R"({"AssignedTimestamp":"2025-01-02T03:04:05Z","Capability":"MCOEV","CapabilityStatus":"Enabled",)"
      R"("ServiceInstance":"MicrosoftCommunicationsOnline/NOAM-0M",)"
      R"("ServicePlanId":"77777777-0000-4000-8000-000000000002","SubscribedPlanId":"88888888-0000-4000-8000-000000000000"},)"
      R"({"AssignedTimestamp":"2025-01-02T03:04:05Z","Capability":"MCOProfessional","CapabilityStatus":"Enabled",)"
      R"("ServiceInstance":"MicrosoftCommunicationsOnline/NOAM-0M",)"
      R"("ServicePlanId":"77777777-0000-4000-8000-000000000003","SubscribedPlanId":"88888888-0000-4000-8000-000000000000"}],)"
      R"("CallingLineIdentity":null,"City":"Omaha","Company":"Contoso","Country":"US",)"
      R"("Department":"Engineering","DisplayName":"Zoë O’Brien 000000","EnterpriseVoiceEnabled":true,)"
      R"("FeatureTypes":["Teams","PhoneSystem"],"GivenName":null,"HostingProvider":"sipfed.online.lync.com",)"
      R"("Identity":"11111111-0000-4000-8000-000000000000","InterpretedUserType":"PureOnlineTeamsOnlyUser",)"
      R"("IsSipEnabled":true,"LastName":null,"LastProvisionTimeStamps":{"Teams":"2025-01-02T03:04:05Z"},)"
      R"("LineUri":"tel:+14250000000","OnlineVoiceRoutingPolicy":null,"OnlineVoicemailPolicy":null,)"
      R"("OnPremLineURI":null,"ProxyAddresses":["SMTP:user000000@contoso.example"],)"
      R"("SipAddress":"sip:user000000@contoso.example",)"
      R"("TeamsCallingPolicy":{"Authority":"Tenant","Name":"AllowCalling"},)"
      R"("TeamsEmergencyCallRoutingPolicy":null,"TeamsEmergencyCallingPolicy":null,"TeamsMeetingPolicy":null,)"
      R"("TeamsUpgradeEffectiveMode":"TeamsOnly",)"
      R"("TelephoneNumbers":[{"AssignmentCategory":"Primary","TelephoneNumber":"+14250000000"}],)"
      R"("TenantDialPlan":{"Authority":"Tenant","Name":"US-Seattle"},)"
      R"("TenantId":"e6204887-25ae-40f9-9109-1dc559799dad","UsageLocation":"US","UserDirSyncEnabled":false,)"
      R"("UserPrincipalName":"user000000@contoso.example","UserValidationErrors":[],)"
      R"("WhenChanged":"2026-01-02T03:04:05Z","WhenCreated":"2025-01-02T03:04:05Z"})");
}

TEST_CASE("user 12 has no licence for telephony and no number") {
  CHECK(member(12, "FeatureTypes") == R"(["Teams"])");
  CHECK(user_row(12, {})["AssignedPlan"].size() == 1);
  CHECK(member(12, "LineUri") == "null");
  CHECK(member(12, "TelephoneNumbers") == "[]");
  CHECK(member(12, "EnterpriseVoiceEnabled") == "false");
}

TEST_CASE("names that a shell, a spreadsheet or an encoding could mistake") {
  CHECK(member(1, "DisplayName") == R"("'; Write-Output \"x\" #000001")");
  CHECK(member(2, "DisplayName") == R"("=1+1,000002")");
  CHECK(member(5, "DisplayName") == R"("User 000005")");
  CHECK(member(2, "Department") == "null");
  CHECK(member(1, "AccountEnabled") == "false");
  CHECK(member(51, "AccountEnabled") == "false");
}

TEST_CASE("a number with an extension is the user's in whole") {
  CHECK(member(16, "LineUri") == R"("tel:+14250000016")");
  NumberOverlay overlay;
  overlay.apply({.number = 7, .user = 2, .category = "Private"});
  CHECK(member(2, "LineUri", overlay) == R"("tel:+14250000007;ext=007")");
  CHECK(member(2, "EnterpriseVoiceEnabled", overlay) == "true");
  CHECK(member(2, "TelephoneNumbers", overlay) ==
        R"([{"AssignmentCategory":"Private","TelephoneNumber":"+14250000007;ext=007"}])");
}

TEST_CASE("a policy is the user's own or comes by a group") {
  const auto policies = policies_of_user(16);
  REQUIRE(policies.size() == 3);
  CHECK(policies[0].type == "OnlineVoiceRoutingPolicy");
  CHECK(policies[1].name == "Sales");
  CHECK(policies[1].by_group);
  CHECK(policies[2].name == "US-Seattle");
  CHECK(policies_of_user(2).empty());
}

TEST_CASE("the policies of a row can be left out") {
  Json whole = user_row(16, {});
  leave_out_policies(whole);
  CHECK(whole["TeamsCallingPolicy"].is_null());
  CHECK(whole["OnlineVoiceRoutingPolicy"].is_null());
  CHECK(whole["TenantDialPlan"].is_null());
  CHECK(whole["TeamsUpgradeEffectiveMode"] == "TeamsOnly");
}

TEST_CASE("a user is found by id, user name, SIP address and alias, without case") {
  for (const char* text : {"11111111-0000-4000-8000-000000000002", "USER000002@Contoso.Example",
                           "SIP:user000002@contoso.example", "User000002"})
    CHECK(find_user(text, 1000) == 2);
  CHECK(find_user_by_id_or_name("user000002@contoso.example", 1000) == 2);
  CHECK_FALSE(find_user_by_id_or_name("user000002", 1000));
  CHECK_FALSE(find_user_by_id_or_name("sip:user000002@contoso.example", 1000));
}

TEST_CASE("what is no user is not found") {
  for (const char* text : {"", "user", "user2", "user0000002", "user000003", "user001000",
                           "user000002@fabrikam.example", "66666666-0000-4000-8000-000000000002",
                           "11111111-0000-4000-8000-000000000003", "sip:user000002",
                           "sip:11111111-0000-4000-8000-000000000002", "user000002@"})
    CHECK_FALSE(find_user(text, 1000));
  CHECK(find_user("user1000000", 2'000'000) == 1'000'000);
}
