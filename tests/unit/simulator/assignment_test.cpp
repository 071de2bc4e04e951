#include "tenant/assignment.hpp"

#include <catch2/catch.hpp>

#include "tenant/number_condition.hpp"

using namespace teamsctl::simulator;

namespace {

TenantState small() { return TenantState(100, "", {}); }

std::string refusal(const Wanted& wanted, const TenantState& tenant = small()) {
  try {
    (void)assign(wanted, tenant);
  } catch (const BadRequest& error) {
    return error.what();
  }
  return "taken";
}

std::string removal(const Wanted& wanted) {
  try {
    (void)unassign(wanted, small());
  } catch (const BadRequest& error) {
    return error.what();
  }
  return "taken";
}

const std::string not_found = "' is not found from tenant 'e6204887-25ae-40f9-9109-1dc559799dad'";

}  // namespace

TEST_CASE("a free number becomes a user's") {
  const auto changes = assign({.identity = "user000002@contoso.example",
                               .number = "14250000004",
                               .type = "callingplan",
                               .at = 5},
                              small());
  REQUIRE(changes.size() == 1);
  CHECK(line_of(changes[0]) ==
        R"({"number":"+14250000004","user":"11111111-0000-4000-8000-000000000002","location":null,)"
        R"("category":"Primary","at":5})");
}

TEST_CASE("the number that the user had becomes free, and stands first") {
  const auto changes = assign({.identity = "user000001",
                               .number = "+14250000007;EXT=007",
                               .type = "DirectRouting",
                               .location = "33333333-0000-4000-8000-000000000004",
                               .category = "private",
                               .at = 6},
                              small());
  REQUIRE(changes.size() == 2);
  CHECK(line_of(changes[0]) ==
        R"({"number":"+14250000001","user":null,"location":null,"category":null,"at":6})");
  CHECK(line_of(changes[1]) ==
        R"({"number":"+14250000007;ext=007","user":"11111111-0000-4000-8000-000000000001",)"
        R"("location":"33333333-0000-4000-8000-000000000004","category":"Private","at":6})");
}

TEST_CASE("the service refuses in its order and in its words") {
  Wanted wanted{.identity = "nobody", .number = "5", .type = "x", .location = "x", .category = "x"};
  CHECK(refusal(wanted) == "The user 'nobody' is not found");
  wanted.identity = "user000012";
  CHECK(refusal(wanted) ==
        "User '11111111-0000-4000-8000-000000000012' lacks appropriate licenses to assign a 'x' "
        "number");
  wanted.identity = "user000002";
  CHECK(refusal(wanted) == "Invalid AssignmentCategory 'x'");
  wanted.category = "ALTERNATE";
  CHECK(refusal(wanted) == "Invalid LocationId 'x'");
  wanted.location = "NULL";
  CHECK(refusal(wanted) == "Telephone Number '5" + not_found);
  wanted.number = "+14250000004";
  CHECK(refusal(wanted) == "Telephone Number '+14250000004" + not_found);  // of another type
  wanted.type = "CallingPlan";
  CHECK(refusal(wanted) == "taken");
  for (const char* owned : {"+14250000000", "+14250000003"}) {
    wanted.number = owned;
    CHECK(refusal(wanted) == "Telephone Number '" + std::string(owned) +
                                 "' has already been assigned to another user");
  }
  wanted.number = "+14250000007";  // without its extension
  wanted.type = "DirectRouting";
  CHECK(refusal(wanted) == "Telephone Number '+14250000007" + not_found);
  wanted.number = "+14250000104";  // beyond the tenant
  wanted.type = "CallingPlan";
  CHECK(refusal(wanted) == "Telephone Number '+14250000104" + not_found);
}

TEST_CASE("a number that is the user's already stays as it is") {
  CHECK(assign({.identity = "user000000",
                .number = "+14250000000",
                .type = "CallingPlan",
                .category = "Private"},
               small())
            .empty());
}

TEST_CASE("only the owner loses a number") {
  CHECK(
      unassign({.identity = "user000000", .number = "+14250000000", .type = "CallingPlan"}, small())
          .size() == 1);
  CHECK(removal({.identity = "user000001", .number = "+14250000000", .type = "CallingPlan"}) ==
        "Telephone Number '+14250000000" + not_found);
  CHECK(removal({.identity = "user000012", .number = "+14250000004", .type = "CallingPlan"}) ==
        "Telephone Number '+14250000004" + not_found);
  CHECK(removal({.identity = "x", .number = "+14250000000", .type = "CallingPlan"}) ==
        "The user 'x' is not found");
  CHECK(unassign_all({.identity = "user000002"}, small()).empty());
  CHECK(unassign_all({.identity = "user000006"}, small()).size() == 1);
}

TEST_CASE("what is decided on is what is there, not what shows") {
  TenantState slow(100, "", std::chrono::hours(1));
  slow.add(assign(
      {.identity = "user000002", .number = "+14250000004", .type = "CallingPlan", .at = 1000},
      slow));
  slow.refresh(1000);
  CHECK(
      refusal({.identity = "user000007", .number = "+14250000004", .type = "CallingPlan"}, slow) ==
      "Telephone Number '+14250000004' has already been assigned to another user");
  CHECK(slow.shown().empty());
}
