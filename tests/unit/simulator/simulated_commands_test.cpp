// Calls from end to end: what a request gives, record by record.
#include <catch2/catch.hpp>
#include <string>

#include "simulated_process.hpp"

using Json = teamsctl::simulator::Json;

namespace {

using Records = std::vector<Json>;

const std::string generated = "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Cmdlets.";

Json done(std::string_view state, int objects, int errors) {
  return {{"type", "done"},
          {"state", state},
          {"objects", objects},
          {"errors", errors},
          {"truncated", 0}};
}

Json object(const Json& value) { return {{"type", "object"}, {"value", value}}; }

/// The members of an error that a reader decides by.
std::string shown(const Json& error) {
  const auto text = [&](const char* name) { return error[name].get<std::string>(); };
  return text("message") + " | " + text("fqid") + " | " + text("category") + " | " +
         text("activity") + " | " + text("exception") +
         (error["terminating"].get<bool>() ? " | terminating" : "");
}

const Json assign_2 = {{"Identity", "user000002"},
                       {"PhoneNumber", "+14250000004"},
                       {"PhoneNumberType", "CallingPlan"}};

}  // namespace

TEST_CASE("without a session cmdlets throw and functions go on") {
  SimulatedProcess simulator;
  CHECK(shown(simulator.invoke("Get-CsTeamsCallingPolicy")[0]) ==
        "Session is not established, run Connect-MicrosoftTeams before requesting access token | "
        "System.InvalidOperationException,"
        "Microsoft.Teams.Policy.Administration.Cmdlets.Core.GetTeamsCallingPolicyCmdlet | "
        "NotSpecified | Get-CsTeamsCallingPolicy | System.InvalidOperationException | terminating");
  CHECK(shown(simulator.invoke("Get-CsTenantDialPlan")[0]) ==
        "You must call the Connect-MicrosoftTeams cmdlet before calling any other cmdlets. | "
        "System.UnauthorizedAccessException," +
            generated +
            "GetCsConfiguration_Get | NotSpecified | Get-CsConfiguration_Get | "
            "System.UnauthorizedAccessException");
}

TEST_CASE("what is not found is an error in each family's words") {
  SimulatedProcess simulator;
  simulator.sign_in();
  CHECK(
      shown(simulator.invoke("Get-CsTenantDialPlan", {{"Identity", "tag:X"}})[0]) ==
      "Cannot find \"TenantDialPlan\" \"Tag:X\" because it does not exist. | NotFound," +
          generated +
          "GetCsConfiguration_Get | InvalidOperation | Get-CsConfiguration_Get | System.Exception");
  CHECK(shown(simulator.invoke("Get-CsOnlineVoicemailPolicy", {{"Identity", "X"}})[0]) ==
        "\"X\" not found Please check your request parameters. CorrelationId: "
        "00000000-0000-4000-8000-000000000001 | ClientError,"
        "Microsoft.Teams.Policy.Administration.Cmdlets.Core.GetOnlineVoicemailPolicyCmdlet | "
        "NotSpecified | Get-CsOnlineVoicemailPolicy | "
        "Microsoft.Teams.Policy.Administration.Cmdlets.Core.PolicyRpException");
  CHECK(shown(simulator.invoke("Get-CsOnlineUser", {{"Identity", "X"}})[0]) ==
        "userId was not found | NotFound," + generated +
            "GetCsUser_Get | InvalidOperation | Get-CsUser_Get | System.Exception");
  CHECK(shown(simulator.invoke("Get-CsUserPolicyAssignment", {{"Identity", "X"}})[0]) ==
        "The server responded with a Request Error, Status: NotFound | NotFound," + generated +
            "GetCsUserPolicyAssignment_Get | InvalidOperation | Get-CsUserPolicyAssignment_Get | "
            "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.UndeclaredResponseException");
  CHECK(simulator.invoke("Get-CsTenantDialPlan", {{"Filter", "X"}}) ==
        Records{done("completed", 0, 0)});
  CHECK(shown(simulator.invoke("Get-CsTenantDialPlan", {{"Filter", "X"}, {"Identity", "X"}})[0])
            .ends_with(" | terminating"));
}

TEST_CASE("a number is assigned, shows, and is removed") {
  SimulatedProcess simulator({"--numbers", "100"});
  simulator.sign_in();
  CHECK(simulator.invoke("Set-CsPhoneNumberAssignment", assign_2) ==
        Records{done("completed", 0, 0)});
  const Json line = {{"properties", {"LineUri", "EnterpriseVoiceEnabled"}}};
  CHECK(simulator.invoke("Get-CsOnlineUser", {{"Identity", "user000002"}}, line)[0] ==
        object({{"LineUri", "tel:+14250000004"}, {"EnterpriseVoiceEnabled", true}}));
  const Json status = {{"properties", {"PstnAssignmentStatus", "AssignedPstnTargetId"}}};
  const Json of_user = {{"AssignedPstnTargetId", "user000002@contoso.example"}};
  CHECK(simulator.invoke("Get-CsPhoneNumberAssignment", of_user, status)[0] ==
        object({{"PstnAssignmentStatus", "UserAssigned"},
                {"AssignedPstnTargetId", "11111111-0000-4000-8000-000000000002"}}));
  CHECK(simulator.invoke("Remove-CsPhoneNumberAssignment", assign_2) ==
        Records{done("completed", 0, 0)});
  CHECK(simulator.invoke("Get-CsPhoneNumberAssignment", of_user) ==
        Records{done("completed", 0, 0)});
  CHECK(shown(simulator.invoke("Remove-CsPhoneNumberAssignment", assign_2)[0]) ==
        "Telephone Number '+14250000004' is not found from tenant "
        "'e6204887-25ae-40f9-9109-1dc559799dad' | BadRequest," +
            generated +
            "RemoveCsPhoneNumberAssignment_Remove | InvalidOperation | "
            "Remove-CsPhoneNumberAssignment_Remove | "
            "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.RestException`1");
  CHECK(shown(simulator.invoke("Set-CsPhoneNumberAssignment",
                               {{"PhoneNumber", "1"}, {"LocationId", "x"}})[0])
            .starts_with("Not simulated | BadRequest,"));
}

TEST_CASE("an old module says refusals as results, and a new one knows both names") {
  SimulatedProcess old({"--numbers", "100", "--scenario", "old-module"});
  old.sign_in();
  Json taken = assign_2;
  taken["PhoneNumber"] = "+14250000005";
  CHECK(old.invoke("Set-CsPhoneNumberAssignment", taken) ==
        Records{object({{"Code", "BadRequest"},
                        {"Message",
                         "Telephone Number '+14250000005' has already been assigned to another "
                         "user"}}),
                done("completed", 1, 0)});
  CHECK(old.results(old.invoke("Get-CsPhoneNumberAssignment", {{"Top", 1}})).front().size() == 13);
}

TEST_CASE("a change that does not show yet is there all the same") {
  SimulatedProcess simulator({"--numbers", "100", "--scenario", "never-shows"});
  simulator.sign_in();
  CHECK(simulator.invoke("Set-CsPhoneNumberAssignment", assign_2).size() == 1);
  CHECK(simulator.invoke("Get-CsOnlineUser", {{"Identity", "user000002"}},
                         {{"properties", {"LineUri"}}})[0] == object({{"LineUri", nullptr}}));
  CHECK(simulator.invoke("Remove-CsPhoneNumberAssignment", assign_2).size() == 1);
}

TEST_CASE("steps fail as often as they are told to, and say how long to wait") {
  SimulatedProcess simulator({"--numbers", "100", "--scenario", "assign-throttled"});
  simulator.sign_in();
  const auto first = simulator.invoke("Set-CsPhoneNumberAssignment", assign_2);
  CHECK(first[0]["message"] == "Too Many Requests");
  CHECK(first[0]["retry_after"] == 1);
  CHECK(simulator.invoke("Set-CsPhoneNumberAssignment", assign_2).size() == 1);

  SimulatedProcess pages({"--numbers", "2500", "--scenario", "throttled-twice"});
  pages.sign_in();
  std::string outcome;
  for (const int skip : {0, 1000, 1000, 1000, 2000})
    outcome += pages.invoke("Get-CsPhoneNumberAssignment", {{"Skip", skip}, {"Top", 1000}})
                           .back()["errors"] == 0
                   ? "+"
                   : "-";
  CHECK(outcome == "+--++");

  SimulatedProcess once({"--scenario", "unavailable-once"});
  once.sign_in();
  CHECK(once.invoke("Get-CsPhoneNumberAssignment")[0]["fqid"] ==
        "ServiceUnavailable," + generated + "GetCsPhoneNumberAssignment_Get");
  CHECK(once.invoke("Get-CsPhoneNumberAssignment").back() == done("completed", 500, 0));
}

TEST_CASE("a session that ends among the policies takes a new sign-in") {
  SimulatedProcess simulator({"--scenario", "session-expired-in-policies"});
  simulator.sign_in();
  CHECK(simulator.invoke("Get-CsTeamsCallingPolicy").back()["errors"] == 0);
  CHECK(simulator.invoke("Get-CsTenantDialPlan")[0]["message"] == "Invalid credential");
  const std::string refused = shown(simulator.invoke("Get-CsTeamsMeetingPolicy")[0]);
  CHECK(refused.find("Unauthorized,Microsoft.Teams.Policy.Administration.Cmdlets.Core."
                     "GetTeamsMeetingPolicyCmdlet") != std::string::npos);
  CHECK_FALSE(refused.ends_with("terminating"));
  simulator.sign_in();
  CHECK(simulator.invoke("Get-CsTenantDialPlan").back()["errors"] == 0);
}

TEST_CASE("errors can be passed over, or made to end the command") {
  SimulatedProcess simulator;
  simulator.sign_in();
  CHECK(simulator.invoke("Get-CsOnlineUser",
                         {{"Identity", "X"}, {"ErrorAction", "SilentlyContinue"}}) ==
        Records{done("completed", 0, 0)});
  CHECK(simulator.invoke("Get-CsOnlineUser", {{"Identity", "X"}, {"ErrorAction", "Stop"}}).back() ==
        done("failed", 0, 1));
}

TEST_CASE("policies are written as their names where that is asked for") {
  SimulatedProcess simulator;
  simulator.sign_in();
  CHECK(simulator.invoke("Get-CsOnlineUser", {{"Identity", "user000016"}},
                         {{"properties", {"TeamsCallingPolicy", "TenantDialPlan", "LastName"}},
                          {"strings", {"*Policy", "TenantDialPlan"}}})[0] ==
        object({{"TeamsCallingPolicy", "Sales"},
                {"TenantDialPlan", "US-Seattle"},
                {"LastName", nullptr}}));
}

TEST_CASE("a script gives its values and keeps its names") {
  SimulatedProcess simulator;
  CHECK(simulator.script("1; $null; 'a', $true; 3..1").back() == done("completed", 7, 0));
  CHECK(simulator.results(simulator.script("$x = 1,2; $X; $nothing")) == Records{1, 2, nullptr});
  CHECK(simulator.results(simulator.script("$x; $y = $x, 3; $y")) ==
        Records{1, 2, Json::array({1, 2}), 3});
  CHECK(simulator.results(simulator.script("$x = Write-Output a; $x; exit 3; 5")) == Records{"a"});
}

TEST_CASE("an error ends the statement, what is thrown ends the script") {
  SimulatedProcess simulator;
  simulator.sign_in();
  const auto bound = simulator.script("$x = 1; $x = Get-CsOnlineUser -Nonsense 5; $x");
  CHECK(bound[0]["fqid"] == "NamedParameterNotFound,Get-CsOnlineUser");
  CHECK(bound[0]["terminating"] == false);
  CHECK(bound[1] == object(1));
  CHECK(bound[2] == done("completed", 1, 1));
  CHECK(simulator.script("$x = Get-CsOnlineUser nobody; $x; 5")[1] == object(5));
  CHECK(simulator.script("Get-CsOnlineUser nobody -ErrorAction Stop; 5").back() ==
        done("failed", 0, 1));
  const auto thrown = simulator.script("1; throw 'no'; 2");
  CHECK(shown(thrown[1]) ==
        "no | no | OperationStopped |  | System.Management.Automation.RuntimeException | "
        "terminating");
  CHECK(thrown[2] == done("failed", 1, 1));
}

TEST_CASE("a script that only reads leaves no names behind") {
  SimulatedProcess simulator;
  const Json read_only = {{"read_only", true}};
  CHECK(simulator.script("$x = 1").back() == done("completed", 0, 0));
  CHECK(simulator.results(simulator.script("$x; $x = 2; $x", read_only)) == Records{1, 2});
  CHECK(simulator.results(simulator.script("$x")) == Records{1});
  CHECK(simulator.script("1; Set-CsUser", read_only)[0]["fqid"] == "NotReadOnly");
}

TEST_CASE("a script takes arguments by their places") {
  SimulatedProcess simulator({"--numbers", "100"});
  simulator.sign_in();
  CHECK(
      simulator.results(simulator.script("Get-CsTenantDialPlan us-seattle")).front()["Identity"] ==
      "Tag:US-Seattle");
  CHECK(simulator
            .results(simulator.script(
                "Set-CsPhoneNumberAssignment -Identity user000002 -PhoneNumber +14250000004 "
                "-PhoneNumberType CallingPlan\nGet-CsOnlineUser user000002"))
            .front()["LineUri"] == "tel:+14250000004");
  CHECK(simulator.script("Get-CsTenant x")[0]["message"] ==
        "A positional parameter cannot be found that accepts argument 'x'.");
  CHECK(simulator.script("Get-CsOnlineUser -ResultSize")[0]["fqid"] ==
        "MissingArgument,Get-CsOnlineUser");
}
