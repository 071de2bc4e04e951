#include "scenario/error_names.hpp"

#include <catch2/catch.hpp>

using namespace teamsctl::simulator;

TEST_CASE("a function's errors are those of the private cmdlet behind it") {
  const ErrorNames plain = error_names_of("Get-CsPhoneNumberAssignment");
  CHECK(plain.activity == "Get-CsPhoneNumberAssignment_Get");
  CHECK(plain.id ==
        "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Cmdlets.GetCsPhoneNumberAssignment_Get");
  CHECK(plain.function);
  CHECK(error_names_of("Get-CsOnlineUser").activity == "Get-CsUser_Get");
  CHECK(error_names_of("Get-CsTenantDialPlan").activity == "Get-CsConfiguration_Get");
  CHECK(error_names_of("Set-CsPhoneNumberAssignment").id ==
        "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Cmdlets.SetCsPhoneNumberAssignment_Set");
}

TEST_CASE("a cmdlet's errors are its own") {
  const ErrorNames binary = error_names_of("Get-CsTeamsCallingPolicy");
  CHECK(binary.activity == "Get-CsTeamsCallingPolicy");
  CHECK(binary.id ==
        "Microsoft.Teams.Policy.Administration.Cmdlets.Core.GetTeamsCallingPolicyCmdlet");
  CHECK_FALSE(binary.function);
  CHECK(binary.of_service);
  CHECK_FALSE(error_names_of("Connect-MicrosoftTeams").of_service);
}
