// get-policies and get-user-info: several cmdlets make one answer.
#include <catch2/catch.hpp>
#include <memory>

#include "procedures_bench.hpp"
#include "teams/policies_procedure.hpp"
#include "teams/user_info_procedure.hpp"
#include "teamsctl/commands.hpp"

using namespace teamsctl;
using namespace teamsctl::core;
using Lines = std::vector<std::string>;

namespace {

ProcedureBench policies(GetPolicies get) {
  return ProcedureBench(std::make_unique<teams::PoliciesProcedure>(std::move(get)));
}
ProcedureBench users(std::vector<std::string> names) {
  return ProcedureBench(
      std::make_unique<teams::UserInfoProcedure>(GetUserInfo{.users = std::move(names)}));
}

constexpr std::string_view amy =
    R"({"Identity":"id-amy","UserPrincipalName":"amy","TeamsCallingPolicy":null,"TenantDialPlan":"US","LocationPolicy":"x","WhenCreated":1.10})";

void answer_user(ProcedureBench& bench, std::string_view user) {
  bench.answers({user});
  bench.answers({R"({"PolicyName":"Sales","PolicySource":[],"PolicyType":"TeamsCallingPolicy"})"});
  bench.answers({R"({"TelephoneNumber":"+1"})"});
}

}  // namespace

TEST_CASE("a policy gets its type and loses what only the service can use") {
  CHECK(
      teams::policy_row(
          "TenantDialPlan",
          R"({"Identity":"Global","DataSource":null,"Key":{"ScopeClass":{"a":1}},"NormalizationRules":[{"Name":"r","Pattern":"^(\\d+)$"}],"ConfigMetadata":{},"N":1.10})") ==
      R"({"PolicyType":"TenantDialPlan","Identity":"Global","NormalizationRules":[{"Name":"r","Pattern":"^(\\d+)$"}],"N":1.10})");
}

TEST_CASE("all types are read in the order of the table") {
  ProcedureBench bench = policies({});
  for (int i = 0; i < 8; ++i) bench.answers({R"({"Identity":"Global"})"});
  REQUIRE(bench.over);
  CHECK_FALSE(bench.error);
  CHECK(bench.rows.size() == 8);
  CHECK(bench.commands.front() == "Get-CsTeamsCallingPolicy");
  CHECK(bench.commands.back() == "Get-CsCallingLineIdentity");
  CHECK(bench.rows.front() == R"({"PolicyType":"TeamsCallingPolicy","Identity":"Global"})");
}

TEST_CASE("a name that only some types know is no error; one that none knows is") {
  ProcedureBench some =
      policies({.types = {"calling", "dial-plan"}, .identity = "Sales", .filter = {}});
  CHECK(some.command() == "Get-CsTeamsCallingPolicy Identity=Sales");
  some.fails("\"Sales\" not found Please check your request parameters.", "ClientError,Cmdlet");
  some.answers({R"({"Identity":"Tag:Sales"})"});
  REQUIRE(some.over);
  CHECK_FALSE(some.error);
  CHECK(some.messages.empty());

  ProcedureBench none =
      policies({.types = {"calling", "dial-plan"}, .identity = "Sales", .filter = {}});
  none.fails("\"Sales\" not found", "ClientError,Cmdlet");
  none.fails("Cannot find \"TenantDialPlan\" \"Tag:Sales\" because it does not exist.",
             "NotFound,Cmdlet");
  REQUIRE(none.error);
  CHECK(none.error->code == ErrorCode::cmdlet_failed);
  CHECK(none.error->message.find("'Sales'") != std::string::npos);

  ProcedureBench one = policies({.types = {"calling"}, .identity = "Sales", .filter = {}});
  one.fails("\"Sales\" not found", "ClientError,Cmdlet");
  REQUIRE(one.error);
  CHECK(one.error->code == ErrorCode::cmdlet_failed);
}

TEST_CASE("a type that is refused does not keep the others back") {
  ProcedureBench bench =
      policies({.types = {"calling", "dial-plan"}, .identity = {}, .filter = "tag:*"});
  CHECK(bench.command() == "Get-CsTeamsCallingPolicy Filter=tag:*");
  bench.fails("Access Denied.", "Forbidden,Cmdlet");
  bench.answers({R"({"Identity":"Tag:A"})"});
  REQUIRE(bench.error);
  CHECK(bench.error->code == ErrorCode::partly_failed);
  CHECK(bench.messages == Lines{"TeamsCallingPolicy: Access Denied."});
  CHECK(bench.rows.size() == 1);
}

TEST_CASE("the end of the session ends the listing at once") {
  ProcedureBench bench = policies({});
  bench.answers({});
  bench.fails(
      "Session is not established, run Connect-MicrosoftTeams before requesting access token",
      "System.InvalidOperationException,Cmdlet");
  REQUIRE(bench.error);
  CHECK(bench.error->code == ErrorCode::not_connected);
  CHECK(bench.commands.size() == 2);
}

TEST_CASE("a user is one row: the record, the numbers, and the policies by name") {
  ProcedureBench bench = users({"amy"});
  CHECK(bench.command() == "Get-CsOnlineUser Identity=amy");
  CHECK(bench.invoke.strings == Lines{"*Policy", "*DialPlan", "CallingLineIdentity"});
  answer_user(bench, amy);
  REQUIRE(bench.over);
  CHECK_FALSE(bench.error);
  // After the first, by the object id.
  CHECK(bench.commands ==
        Lines{"Get-CsOnlineUser Identity=amy", "Get-CsUserPolicyAssignment Identity=id-amy",
              "Get-CsPhoneNumberAssignment AssignedPstnTargetId=id-amy Skip=0 Top=1000"});
  REQUIRE(bench.rows.size() == 1);
  const std::string& row = bench.rows[0];
  CHECK(row.starts_with(R"({"Identity":"id-amy","UserPrincipalName":"amy")"));
  CHECK(
      row.find(
          R"("WhenCreated":1.10,"PhoneNumbers":[{"TelephoneNumber":"+1"}],"PolicyAssignments":[{"PolicyName":"Sales")") !=
      std::string::npos);
  CHECK(
      row.find(
          R"("EffectivePolicies":{"CallingLineIdentity":"Global","OnlineVoiceRoutingPolicy":"Global",)") !=
      std::string::npos);
  CHECK(row.find(R"("TeamsCallingPolicy":"Sales","TeamsEmergencyCallRoutingPolicy":"Global")") !=
        std::string::npos);
  CHECK(row.find(R"("TenantDialPlan":"US"}})") != std::string::npos);
  CHECK(row.find(R"("LocationPolicy":"x","WhenCreated")") !=
        std::string::npos);  // not among the policies
}

TEST_CASE("a user who does not exist is named, and the others are answered") {
  ProcedureBench bench = users({"nobody", "amy"});
  bench.fails("userId was not found", "NotFound,Cmdlet");
  answer_user(bench, amy);
  REQUIRE(bench.error);
  CHECK(bench.error->code == ErrorCode::partly_failed);
  CHECK(bench.messages == Lines{"There is no user 'nobody'."});
  CHECK(bench.rows.size() == 1);
  CHECK(bench.error->message.find("nobody") != std::string::npos);

  ProcedureBench alone = users({"nobody"});
  alone.answers({});  // a module that says nothing
  REQUIRE(alone.error);
  CHECK(alone.error->code == ErrorCode::cmdlet_failed);
  CHECK(alone.error->message == "There is no user 'nobody'.");
}

TEST_CASE("R36 a throttled part of a user is asked for again, and nothing of it is doubled") {
  ProcedureBench bench = users({"amy"});
  bench.answers({amy});
  CHECK(bench.repeats("Too Many Requests", "TooManyRequests,Cmdlet"));
  bench.answers({R"({"PolicyName":"Sales","PolicySource":[],"PolicyType":"TeamsCallingPolicy"})"});
  CHECK(bench.repeats("Too Many Requests", "TooManyRequests,Cmdlet"));
  bench.answers({R"({"TelephoneNumber":"+1"})"});
  REQUIRE(bench.rows.size() == 1);
  CHECK(
      bench.rows[0].find(
          R"("PhoneNumbers":[{"TelephoneNumber":"+1"}],"PolicyAssignments":[{"PolicyName":"Sales","PolicySource":[],"PolicyType":"TeamsCallingPolicy"}])") !=
      std::string::npos);
}

TEST_CASE("nobody asked for is an empty answer") {
  ProcedureBench bench = users({});
  CHECK(bench.over);
  CHECK_FALSE(bench.error);
}

TEST_CASE("arguments become requests, and mistakes are named as options") {
  const auto refused = [](std::string_view command, const CommandArguments& arguments) {
    return std::get<Error>(request_for(*find_command(command), arguments)).message;
  };
  CHECK(find_command("get_phone_numbers") == find_command("get-phone-numbers"));
  CHECK(find_command("get-nothing") == nullptr);
  const auto get = std::get<GetPolicies>(std::get<Request>(
      request_for(*find_command("get-policies"), {{"type", {"calling, meeting", "caller-id"}}})));
  CHECK(get.types == Lines{"calling", "meeting", "caller-id"});
  CHECK(refused("get-policies", {{"identity", {"a"}}, {"filter", {"b"}}}) ==
        "--filter: it does not go with --identity.");
  CHECK(refused("get-phone-numbers", {{"top", {"x"}}}) == "--top: 'x' is not a number.");
  CHECK(refused("get-phone-numbers", {{"nothing", {"x"}}}) ==
        "--nothing: get-phone-numbers has no such argument.");
  CHECK(refused("assign-phone-number", {{"user", {"a"}}}) ==
        "assign-phone-number: --number is missing.");
  CHECK(refused("assign-phone-number", {{"user", {"a"}}, {"number", {"tel:+1"}}}) ==
        "--number: it begins with 'tel:'.");
  CHECK(refused("remove-phone-number", {{"user", {"a"}}, {"number", {"+1"}}, {"all", {"true"}}}) ==
        "--all and --number cannot both be given.");
  CHECK(refused("remove-phone-number",
                {{"user", {"a"}}, {"number", {"+1"}}, {"block-days", {"366"}}}) ==
        "--block-days: '366' is not from 1 to 365.");
  CHECK(refused("get-user-info", {}) == "get-user-info: USER is missing.");
}
