#include "tenant/user_query.hpp"

#include <catch2/catch.hpp>

#include "cmdlets/cmdlets.hpp"
#include "tenant/number_condition.hpp"

using namespace teamsctl::simulator;

namespace {

using Users = std::vector<std::uint64_t>;

Users query(const Json& parameters, const TenantState& tenant = TenantState(20, "", {})) {
  const Arguments arguments(get_online_user_cmdlet().signature, parameters, Version{7, 7});
  UserQuery query(arguments, tenant);
  Users found;
  while (const auto user = query.next()) found.push_back(*user);
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

Json row(std::uint64_t user, const Json& parameters) {
  const TenantState tenant(20, "", {});
  const Arguments arguments(get_online_user_cmdlet().signature, parameters, Version{7, 7});
  return UserQuery(arguments, tenant).row(user);
}

}  // namespace

TEST_CASE("users come in the order of their numbers") {
  CHECK(query(Json::object()) == Users{0, 1, 2, 5, 6, 7, 10, 11, 12, 15, 16, 17});
  CHECK(query({{"ResultSize", 2}}) == Users{0, 1});
  CHECK(query({{"ResultSize", 0}}).empty());
  CHECK(query({{"Identity", "user000007"}}) == Users{7});
  CHECK(query({{"Identity", ""}, {"ResultSize", 1}}) == Users{0});
}

TEST_CASE("a filter is one condition") {
  CHECK(query({{"Filter", "userprincipalname -EQ 'User000007@contoso.example'"}}) == Users{7});
  CHECK(query({{"Filter", "LineUri -eq 'TEL:+14250000005'"}}) == Users{5});
  CHECK(query({{"Filter", "LineUri -eq 'tel:+14250000002'"}}).empty());
  CHECK(query({{"Filter", "LineUri -eq '+14250000005'"}}).empty());
  CHECK(query({{"Filter", "UserPrincipalName -eq 'nobody'"}}).empty());
  for (const char* wrong :
       {"UserPrincipalName", "UserPrincipalName -like 'x'", "City -eq 'Omaha'",
        "UserPrincipalName -eq ['x']", "LineUri -eq 'x' -and LineUri -eq 'x'", "LineUri -eq $null"})
    CHECK(refusal({{"Filter", wrong}}) == "Invalid Filter '" + std::string(wrong) + "'");
}

TEST_CASE("a line is looked for as it shows") {
  TenantState tenant(20, "", {});
  tenant.add({{.number = 5}, {.number = 4, .user = 2, .category = "Primary"}});
  tenant.refresh(0);
  CHECK(query({{"Filter", "LineUri -eq 'tel:+14250000004'"}}, tenant) == Users{2});
  CHECK(query({{"Filter", "LineUri -eq 'tel:+14250000005'"}}, tenant).empty());
}

TEST_CASE("kinds of accounts that nobody has give nobody") {
  CHECK(query({{"AccountType", "user"}, {"ResultSize", 1}}) == Users{0});
  CHECK(query({{"AccountType", "Guest"}}).empty());
  CHECK(query({{"SoftDeletedUsers", true}}).empty());
  CHECK(query({{"Identity", "user000007"}, {"SoftDeletedUsers", true}}).empty());
  CHECK(refusal({{"AccountType", "Robot"}}) == "Invalid AccountType 'Robot'");
  CHECK(refusal({{"Sort", "DisplayName asc"}}) == "Not simulated");
}

TEST_CASE("properties that were not asked for are null") {
  const Json some = row(0, {{"Properties", {"lineuri", "TeamsCallingPolicy"}}});
  CHECK(some["LineUri"] == "tel:+14250000000");
  CHECK(some["Alias"] == "user000000");
  CHECK(some["TeamsCallingPolicy"]["Name"] == "AllowCalling");
  CHECK(some["City"].is_null());
  CHECK(some["AssignedPlan"].is_null());
  CHECK(row(0, {{"SkipUserPolicies", true}})["TeamsCallingPolicy"].is_null());
}
