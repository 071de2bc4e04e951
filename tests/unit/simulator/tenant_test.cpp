// The rows are part of teamsctl-scenario(5): people write tests against them, so each is written
// out here in full.
#include "tenant/tenant.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "tenant/number_row.hpp"

using namespace teamsctl::simulator;

namespace {

std::string row(std::uint64_t number, Version module = {7, 7}) {
  std::string text;
  RowWriter(module).append(text, PhoneNumber(number));
  return text;
}

}  // namespace

TEST_CASE("number 0 is a calling plan number of a user") {
  CHECK(
      row(0) ==
      R"({"ActivationState":"Activated","AssignedPstnTargetId":"11111111-0000-4000-8000-000000000000",)"
      R"("AssignmentBlockedState":"NotBlocked","AssignmentBlockedUntil":null,"AssignmentCategory":"Primary",)"
      R"("Capability":["UserAssignment"],"City":"Omaha","CivicAddressId":"22222222-0000-4000-8000-000000000000",)"
      R"("IsoCountryCode":"US","IsoSubdivision":"Nebraska","LocationId":"33333333-0000-4000-8000-000000000000",)"
      R"("LocationUpdateSupported":true,"NetworkSiteId":null,"NumberSource":"Online","NumberType":"CallingPlan",)"
      R"("OperatorId":"2b24d246-a9ee-428b-96bc-fb9d9a053c8d","PortInOrderStatus":null,)"
      R"("PstnAssignmentStatus":"UserAssigned","PstnPartnerId":"7fc2f2eb-89aa-41d7-93de-73d015d22ff0",)"
      R"("PstnPartnerName":"Microsoft","ReverseNumberLookup":[],"SmsActivationState":"Activated",)"
      R"("Tag":["Engineering"],"TelephoneNumber":"+14250000000"})");
}

TEST_CASE("number 3 belongs to a voice application and has a city in Japan") {
  CHECK(
      row(3) ==
      R"({"ActivationState":"Activated","AssignedPstnTargetId":"66666666-0000-4000-8000-000000000003",)"
      R"("AssignmentBlockedState":"NotBlocked","AssignmentBlockedUntil":null,"AssignmentCategory":null,)"
      R"("Capability":["UserAssignment"],"City":"東京","CivicAddressId":null,"IsoCountryCode":"JP",)"
      R"("IsoSubdivision":"東京都","LocationId":null,"LocationUpdateSupported":true,"NetworkSiteId":null,)"
      R"("NumberSource":"Online","NumberType":"CallingPlan","OperatorId":"2b24d246-a9ee-428b-96bc-fb9d9a053c8d",)"
      R"("PortInOrderStatus":null,"PstnAssignmentStatus":"VoiceApplicationAssigned",)"
      R"("PstnPartnerId":"7fc2f2eb-89aa-41d7-93de-73d015d22ff0","PstnPartnerName":"Microsoft",)"
      R"("ReverseNumberLookup":[],"SmsActivationState":"Activated","Tag":[],"TelephoneNumber":"+14250000003"})");
}

TEST_CASE("number 11, a user's, waits for its activation") {
  CHECK(row(11).starts_with(
      R"({"ActivationState":"AssignmentPending","AssignedPstnTargetId":"11111111-0000-4000-8000-000000000011",)"));
  CHECK(
      row(12).starts_with(R"({"ActivationState":"AssignmentFailed","AssignedPstnTargetId":null,)"));
  CHECK(row(97 + 12).starts_with(
      R"({"ActivationState":"AssignmentFailed","AssignedPstnTargetId":null,)"));
}

TEST_CASE("number 9999997 is a direct routing number with an extension") {
  CHECK(
      row(9999997) ==
      R"({"ActivationState":"Activated","AssignedPstnTargetId":null,"AssignmentBlockedState":"NotBlocked",)"
      R"("AssignmentBlockedUntil":null,"AssignmentCategory":null,)"
      R"("Capability":["ConferenceAssignment","VoiceApplicationAssignment","UserAssignment"],"City":null,)"
      R"("CivicAddressId":"00000000-0000-0000-0000-000000000000","IsoCountryCode":null,"IsoSubdivision":null,)"
      R"("LocationId":"00000000-0000-0000-0000-000000000000","LocationUpdateSupported":false,)"
      R"("NetworkSiteId":null,"NumberSource":"OnPremises","NumberType":"DirectRouting","OperatorId":null,)"
      R"("PortInOrderStatus":null,"PstnAssignmentStatus":"Unassigned","PstnPartnerId":null,)"
      R"("PstnPartnerName":null,"ReverseNumberLookup":[],"SmsActivationState":null,"Tag":[],)"
      R"("TelephoneNumber":"+14259999997;ext=997"})");
}

TEST_CASE("number 1848 is an operator's conference bridge") {
  CHECK(
      row(1848) ==
      R"({"ActivationState":"Activated","AssignedPstnTargetId":"66666666-0000-4000-8000-000000001848",)"
      R"("AssignmentBlockedState":"NotBlocked","AssignmentBlockedUntil":null,"AssignmentCategory":null,)"
      R"("Capability":["UserAssignment"],"City":"Omaha","CivicAddressId":null,"IsoCountryCode":"US",)"
      R"("IsoSubdivision":"Nebraska","LocationId":null,"LocationUpdateSupported":true,"NetworkSiteId":null,)"
      R"("NumberSource":"Online","NumberType":"OperatorConnect",)"
      R"("OperatorId":"44444444-0000-4000-8000-000000000001","PortInOrderStatus":null,)"
      R"("PstnAssignmentStatus":"ConferenceAssigned","PstnPartnerId":"55555555-0000-4000-8000-000000000001",)"
      R"("PstnPartnerName":"Contoso Telecom","ReverseNumberLookup":[],"SmsActivationState":null,"Tag":[],)"
      R"("TelephoneNumber":"+14250001848"})");
}

TEST_CASE("rules that meet at one number: private line, blocked, reverse lookup, tags") {
  CHECK(row(26).find(R"("AssignmentCategory":"Private")") != std::string::npos);
  CHECK(row(26).find(R"("ReverseNumberLookup":["SkipInternalVoip"])") != std::string::npos);
  CHECK(row(49).find(R"("AssignmentBlockedState":"BlockedForever")") != std::string::npos);
  CHECK(row(49).find(R"("Capability":["ConferenceAssignment","VoiceApplicationAssignment"])") !=
        std::string::npos);
  CHECK(row(45).find(R"("Tag":["Sales","VIP"])") != std::string::npos);
}

TEST_CASE("what repeats repeats after 600 numbers, and nothing else is the same") {
  for (std::uint64_t i = 0; i < traits_period; ++i) {
    REQUIRE(traits_of(i).capability == traits_of(i + 600).capability);
    REQUIRE(telephone_number(i) != telephone_number(i + 600));
  }
}

TEST_CASE("numbers are sorted by their text") {
  std::string last;
  for (std::uint64_t i = 0; i < 5000; ++i) {
    const auto number = telephone_number(i);
    REQUIRE(number > last);
    last = number;
  }
}

TEST_CASE("older modules have fewer columns") {
  const auto has = [](Version module, std::string_view column) {
    return row(0, module).find("\"" + std::string(column) + "\":") != std::string::npos;
  };
  CHECK(has({7, 7}, "SmsActivationState"));
  CHECK_FALSE(has({7, 6, 9}, "SmsActivationState"));
  CHECK(has({7, 5}, "AssignmentBlockedState"));
  CHECK_FALSE(has({7, 4, 9}, "AssignmentBlockedState"));
  CHECK_FALSE(has({7, 4, 9}, "AssignmentBlockedUntil"));
  CHECK(has({5, 0}, "Tag"));
  CHECK(
      row(0, {4, 9, 9}) ==
      R"({"ActivationState":"Activated","AssignedPstnTargetId":"11111111-0000-4000-8000-000000000000",)"
      R"("Capability":["UserAssignment"],"CivicAddressId":"22222222-0000-4000-8000-000000000000",)"
      R"("IsoCountryCode":"US","LocationId":"33333333-0000-4000-8000-000000000000",)"
      R"("LocationUpdateSupported":true,"NumberType":"CallingPlan","PortInOrderStatus":null,)"
      R"("PstnAssignmentStatus":"UserAssigned","PstnPartnerId":"7fc2f2eb-89aa-41d7-93de-73d015d22ff0",)"
      R"("PstnPartnerName":"Microsoft","TelephoneNumber":"+14250000000"})");
}
