#include "scenario/entra_refusals.hpp"

#include <catch2/catch.hpp>

#include "scenario/accounts.hpp"

using namespace teamsctl::simulator;

namespace {

int refused_with(const char* username, const char* password) {
  const auto steps = decide_sign_in(username, password).steps;
  return steps.size() == 1 && std::holds_alternative<Aadsts>(steps[0])
             ? std::get<Aadsts>(steps[0]).number
             : 0;
}

/// 2026-11-22 12:00:00 UTC
const Asked at_noon{.cmdlet = "Connect-MicrosoftTeams", .when = 1795348800};

}  // namespace

TEST_CASE("a wrong password is three error records") {
  const auto records = records_of(*find_entra_refusal(50126), at_noon);
  REQUIRE(records.size() == 3);
  const std::string text =
      "AADSTS50126: Error validating credentials due to invalid username or password. Trace ID: "
      "7d0e3f5a-52c1-4d8e-9b61-0c4f7a2e1b00 Correlation ID: 2b9f6c1d-8e47-4a35-b0d2-6f13c9e8a741 "
      "Timestamp: 2026-11-22 "
      "12:00:00Z";
  CHECK(records[0].message == "One or more errors occurred. (" + text + ")");
  CHECK(records[0].exception == "System.AggregateException");
  CHECK(records[0].reason() == "AggregateException");
  CHECK(records[0].category == "AuthenticationError");
  CHECK(records[0].fqid ==
        "Connect-MicrosoftTeams,Microsoft.TeamsCmdlets.Powershell.Connect.ConnectMicrosoftTeams");
  CHECK(records[0].inner == std::vector{text});
  CHECK(records[1].message == text);
  CHECK(records[1].fqid == records[0].fqid);
  CHECK(records[2].message == "Object reference not set to an instance of an object.");
  CHECK(records[2].category == "NotSpecified");
  CHECK(records[2].fqid ==
        "System.NullReferenceException,Microsoft.TeamsCmdlets.Powershell.Connect."
        "ConnectMicrosoftTeams");
}

TEST_CASE("other refusals are two error records") {
  CHECK(records_of(*find_entra_refusal(53003), at_noon).size() == 2);
  CHECK(tenant_not_found("acme.example", at_noon)
            .at(1)
            .message.starts_with("AADSTS90002: Tenant 'acme.example' not found. This may happen"));
}

TEST_CASE("a command that is refused says so once, in the manner of the generated cmdlets") {
  const auto records =
      records_of(*find_entra_refusal(70043), {.cmdlet = "Get-CsTenant", .when = at_noon.when});
  REQUIRE(records.size() == 1);
  CHECK(records[0].message.starts_with("AADSTS70043: The refresh token has expired"));
  CHECK(records[0].fqid == "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Cmdlets.GetCsTenant_Get");
  CHECK(records[0].activity == "Get-CsTenant_Get");
  CHECK(records[0].category == "NotSpecified");
}

TEST_CASE("an expired certificate is named with its times") {
  const Certificate certificate{
      .common_name = "teamsctl", .thumbprint = "0A1B", .not_before = 0, .not_after = 86400};
  CHECK(certificate_expired(certificate, at_noon)
            .at(1)
            .message.starts_with(
                "AADSTS700027: Client assertion contains an invalid signature. [Reason - The key "
                "used is expired., Thumbprint of key used by client: '0A1B', Found key "
                "'Start=01/01/1970 00:00:00, End=01/02/1970 00:00:00'] Trace ID: "));
}

TEST_CASE("there is no refusal with a number that nobody knows") {
  CHECK(find_entra_refusal(1) == nullptr);
}

TEST_CASE("each account does what the page says of it") {
  CHECK(refused_with("nobody@contoso.example", "Passw0rd!") == 50034);
  CHECK(refused_with("mfa@contoso.example", "wrong") == 50126);
  CHECK(refused_with("locked@contoso.example", "wrong") == 50126);
  CHECK(refused_with("locked@contoso.example", "Passw0rd!") == 50053);
  CHECK(refused_with("needsmfa@contoso.example", "Passw0rd!") == 50076);
  const auto code = decide_sign_in("MFA@Contoso.example", "Passw0rd!");
  CHECK(code.credential_accepted);
  CHECK(std::get<AskCode>(code.steps.at(0)).expect == "123456");
  CHECK(std::get<AskCode>(decide_sign_in("totp@contoso.example", "Passw0rd!").steps.at(0))
            .totp_secret == "JBSWY3DPEHPK3PXP");
  CHECK(std::holds_alternative<DeviceCode>(
      decide_sign_in("device@contoso.example", "Passw0rd!").steps.at(0)));
  CHECK(decide_sign_in("nomfa@contoso.example", "Passw0rd!").steps.empty());
}
