#include "tenant/number_query.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "binding/arguments.hpp"
#include "cmdlets/cmdlets.hpp"

using namespace teamsctl::simulator;

namespace {

using Numbers = std::vector<std::uint64_t>;

Numbers query(const Json& parameters, std::uint64_t numbers = 100, Paging paging = Paging::clamp,
              const NumberOverlay& overlay = {}) {
  const Arguments arguments(get_phone_numbers_cmdlet().signature, parameters, Version{7, 7});
  NumberQuery query(arguments, numbers, paging, overlay);
  Numbers found;
  while (const auto number = query.next()) found.push_back(number->index());
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

TEST_CASE("filters look at what changes made of a number") {
  NumberOverlay overlay;
  overlay.apply({.number = 0});                                      // user 0 lost it
  overlay.apply({.number = 4, .user = 2, .category = "Alternate"});  // user 2 got it
  const auto changed = [&](const Json& parameters) {
    return query(parameters, 20, Paging::clamp, overlay);
  };
  CHECK(changed({{"PstnAssignmentStatus", "UserAssigned"}}) == Numbers{1, 4, 5, 6, 10, 11, 15, 16});
  CHECK(changed({{"PstnAssignmentStatus", "Unassigned"}, {"Top", 2}}) == Numbers{0, 2});
  CHECK(changed({{"AssignmentCategory", "Alternate"}}) == Numbers{4});
  CHECK(changed({{"AssignedPstnTargetId", "user000002@contoso.example"}}) == Numbers{4});
  CHECK(changed({{"AssignedPstnTargetId", "user000000@contoso.example"}}).empty());
  CHECK(changed({{"AssignedPstnTargetId", "user000001@contoso.example"}}) == Numbers{1});
  CHECK(changed({{"TelephoneNumber", "14250000000"}}) == Numbers{0});
  CHECK(changed({{"TelephoneNumber", "14250000000"}, {"PstnAssignmentStatus", "UserAssigned"}})
            .empty());
  CHECK(changed({{"Filter", "TargetId -eq '11111111-0000-4000-8000-000000000002'"}}) == Numbers{4});
  CHECK(changed({{"ActivationState", "Activated"}, {"Skip", 3}, {"Top", 2}}) == Numbers{3, 4});
  CHECK(changed({{"Skip", 3}, {"Top", 2}}) == Numbers{3, 4});
  CHECK(changed({{"LocationId", "33333333-0000-4000-8000-000000000000"}}).empty());
}

TEST_CASE("a user whose number changed back and forth has the last one") {
  NumberOverlay overlay;
  CHECK(overlay.numbers_of(1) == Numbers{1});
  CHECK(overlay.numbers_of(2).empty());
  overlay.apply({.number = 4, .user = 2, .category = "Primary"});
  overlay.apply({.number = 4, .user = 1, .category = "Primary"});
  CHECK(overlay.numbers_of(2).empty());
  CHECK(overlay.numbers_of(1) == Numbers{1, 4});
  overlay.apply({.number = 1});
  CHECK(overlay.numbers_of(1) == Numbers{4});
  CHECK(query({{"AssignedPstnTargetId", "user000001@contoso.example"}}, 20, Paging::clamp,
              overlay) == Numbers{4});
}
