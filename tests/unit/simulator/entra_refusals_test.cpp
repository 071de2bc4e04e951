#include "entra_refusals.hpp"

#include <catch2/catch.hpp>

#include "accounts.hpp"

using namespace teamsctl::simulator;

namespace {

int refused_with(const char* username, const char* password) {
  const auto steps = decide_sign_in(username, password).steps;
  return steps.size() == 1 && std::holds_alternative<Aadsts>(steps[0])
             ? std::get<Aadsts>(steps[0]).number
             : 0;
}

}  // namespace

TEST_CASE("a wrong password is three error records") {
  const auto records = records_of(*find_entra_refusal(50126), "Connect-MicrosoftTeams");
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
  CHECK(records_of(*find_entra_refusal(53003), "Connect-MicrosoftTeams").size() == 2);
  CHECK(tenant_not_found("acme.example", "Connect-MicrosoftTeams")
            .at(1)
            .message.starts_with("AADSTS90002: Tenant 'acme.example' not found. This may happen"));
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
