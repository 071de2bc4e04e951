#include "number_query.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "arguments.hpp"
#include "cmdlets.hpp"

using namespace teamsctl::simulator;

namespace {

using Numbers = std::vector<std::uint64_t>;

Numbers query(const Json& parameters, std::uint64_t numbers = 100, Paging paging = Paging::clamp) {
  const Arguments arguments(get_phone_numbers_cmdlet().signature, parameters);
  NumberQuery query(arguments, numbers, paging);
  Numbers found;
  while (const auto number = query.next()) found.push_back(*number);
  return found;
}

std::string refusal(const Json& parameters) {
  try {
    (void)query(parameters);
  } catch (const BadRequest& error) {
    return error.what();
  }
  return "taken";
}

}  // namespace

TEST_CASE("without parameters there are 500 numbers, and a page holds 1000 at most") {
  CHECK(query({}, 10'000).size() == 500);
  CHECK(query({{"Top", 5000}}, 10'000).size() == 1000);
  CHECK(query({{"Top", 5000}}, 10'000, Paging::unlimited).size() == 5000);
  CHECK(query({{"Top", 0}}).empty());
}

TEST_CASE("skip comes before top") {
  CHECK(query({{"Skip", 97}, {"Top", 2}}) == Numbers{97, 98});
  CHECK(query({{"Skip", 99}}) == Numbers{99});
  CHECK(query({{"Skip", 100}}).empty());
  CHECK(query({{"Skip", 9'999'999}, {"Top", 1}}, 10'000'000) == Numbers{9'999'999});
  CHECK(query({{"Skip", 2}, {"Top", 2}, {"NumberType", "OperatorConnect"}}) == Numbers{28, 38});
}

TEST_CASE("a service that repeats its page ignores skip") {
  CHECK(query({{"Skip", 50}, {"Top", 2}}, 100, Paging::repeat) == Numbers{0, 1});
}

TEST_CASE("words are compared without case and refused when the service has no such word") {
  CHECK(query({{"NumberType", "directrouting"}, {"Top", 3}}) == Numbers{6, 7, 16});
  CHECK(query({{"ActivationState", "AssignmentFailed"}}, 300) == Numbers{12, 109, 206});
  CHECK(query({{"ActivationState", "UpdateFailed"}}).empty());
  CHECK(query({{"PstnAssignmentStatus", "ConferenceAssigned"}, {"Top", 2}}) == Numbers{8, 18});
  CHECK(query({{"AssignmentCategory", "Private"}}) == Numbers{1, 26, 51, 76});
  CHECK(query({{"IsoCountryCode", "jp"}, {"Top", 2}}) == Numbers{3, 11});
  CHECK(refusal({{"NumberType", "TollFree"}}) == "Invalid NumberType 'TollFree'");
  CHECK(refusal({{"IsoCountryCode", "USA"}}) == "Invalid IsoCountryCode 'USA'");
  CHECK(refusal({{"LocationId", "here"}}) == "Invalid LocationId 'here'");
  CHECK(refusal({{"Top", -1}}) == "Invalid Top '-1'");
}

TEST_CASE("all capabilities of the list must be there") {
  CHECK(query({{"CapabilitiesContain", "ConferenceAssignment"}, {"Top", 3}}) == Numbers{6, 7, 9});
  CHECK(query({{"CapabilitiesContain", "ConferenceAssignment, UserAssignment"}, {"Top", 3}}) ==
        Numbers{6, 7, 16});
  CHECK(refusal({{"CapabilitiesContain", "ConferenceAssignment,"}}) ==
        "Invalid CapabilitiesContain 'ConferenceAssignment,'");
}

TEST_CASE("a number is found by its text, with and without its plus sign") {
  CHECK(query({{"TelephoneNumber", "+14250000042"}}) == Numbers{42});
  CHECK(query({{"TelephoneNumber", "14250000042"}}) == Numbers{42});
  CHECK(query({{"TelephoneNumber", "+14250000047;ext=047"}}) == Numbers{47});
  CHECK(query({{"TelephoneNumber", "+14250000047"}}).empty());
  CHECK(query({{"TelephoneNumber", "+14250000100"}}).empty());
  CHECK(query({{"TelephoneNumber", "+4930123456"}}).empty());
  CHECK(refusal({{"TelephoneNumber", "tel:+14250000042"}}) ==
        "Invalid TelephoneNumber 'tel:+14250000042'");
  CHECK(query({{"TelephoneNumberStartsWith", "+142500000"}, {"Top", 2}}) == Numbers{0, 1});
  CHECK(query({{"TelephoneNumberStartsWith", "1425000009"}}).size() == 10);
  CHECK(query({{"TelephoneNumberContain", "00098"}}) == Numbers{98});
  CHECK(query({{"TelephoneNumberGreaterThan", "+14250000097"}}) == Numbers{97, 98, 99});
  CHECK(query({{"TelephoneNumberGreaterThan", "+14250000097;ext=097"}}) == Numbers{98, 99});
  CHECK(query({{"TelephoneNumberLessThan", "+14250000002"}}) == Numbers{0, 1});
  CHECK(query({{"TelephoneNumberGreaterThan", "14250000009"},
               {"TelephoneNumberLessThan", "14250000012"}}) == Numbers{10, 11});
}

TEST_CASE("the numbers of a user are found by object id, user name and SIP address") {
  CHECK(query({{"AssignedPstnTargetId", "11111111-0000-4000-8000-000000000005"}}) == Numbers{5});
  CHECK(query({{"AssignedPstnTargetId", "user000005@contoso.example"}}) == Numbers{5});
  CHECK(query({{"AssignedPstnTargetId", "SIP:User000005@Contoso.example"}}) == Numbers{5});
  CHECK(query({{"AssignedPstnTargetId", "user1234567@contoso.example"}}).empty());
  CHECK(query({{"AssignedPstnTargetId", "user0000005@contoso.example"}}).empty());
  CHECK(query({{"AssignedPstnTargetId", "user000004@contoso.example"}}).empty());  // has no number
  CHECK(query({{"AssignedPstnTargetId", "66666666-0000-4000-8000-000000000008"}}) == Numbers{8});
  CHECK(query({{"AssignedPstnTargetId", "nobody@contoso.example"}}).empty());
}

TEST_CASE("places are those of direct routing or of a user") {
  CHECK(query({{"LocationId", "33333333-0000-4000-8000-000000000003"}}) ==
        Numbers{11, 35, 51, 75, 91});
  CHECK(query({{"CivicAddressId", "00000000-0000-0000-0000-000000000000"}, {"Top", 2}}) ==
        Numbers{6, 7});
  CHECK(query({{"NetworkSiteId", "site"}}).empty());
}

TEST_CASE("a filter is conditions joined by -and") {
  CHECK(query({{"Filter", "TelephoneNumber -eq '+14250000042'"}}) == Numbers{42});
  CHECK(query({{"Filter",
                "TelephoneNumber -like '+142500000*7*' -and NumberType -eq 'DirectRouting'"},
               {"Top", 3}}) == Numbers{7, 17, 27});
  CHECK(query({{"Filter", "Tags -contains ['vip']"}, {"Top", 2}}) == Numbers{5, 25});
  CHECK(query({{"Filter", "smsactivationstate -EQ 'activated' -AND IsoCountryCode -eq 'US'"},
               {"Top", 2}}) == Numbers{0, 21});
  CHECK(query({{"Filter", "PartnerName -eq 'O''Hara'"}}).empty());
  for (const char* wrong :
       {"", "TelephoneNumber", "TelephoneNumber -eq", "TelephoneNumber -eq 5", "Colour -eq 'red'",
        "Tags -contains ['vip'", "Tags -contains 'vip' -or Tags -contains 'Sales'",
        "NumberType -ne 'CallingPlan'", "NumberType -eq 'CallingPlan"})
    CHECK(refusal({{"Filter", wrong}}) == "Invalid Filter '" + std::string(wrong) + "'");
}

TEST_CASE("parameters together narrow the result") {
  CHECK(query({{"NumberType", "CallingPlan"},
               {"PstnAssignmentStatus", "UserAssigned"},
               {"IsoCountryCode", "US"},
               {"AssignmentCategory", "Private"}}) == Numbers{});
  CHECK(query({{"NumberType", "CallingPlan"},
               {"PstnAssignmentStatus", "UserAssigned"},
               {"IsoCountryCode", "US"}}) == Numbers{0, 5, 21, 40, 45, 61, 80, 85});
}
