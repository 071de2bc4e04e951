#include "core/refusals.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace teamsctl;
using namespace teamsctl::core;

namespace {

ErrorRecord record(std::string message, std::string fqid = "Connect-MicrosoftTeams,Microsoft.TeamsCmdlets.Powershell.Connect.ConnectMicrosoftTeams") {
  ErrorRecord error;
  error.message = std::move(message);
  error.fqid = std::move(fqid);
  return error;
}

}  // namespace

TEST_CASE("three records of one refusal become one error with its number") {
  const std::vector records = {
      record("One or more errors occurred. (AADSTS50126: Error validating credentials due to invalid username or password. Trace ID: "
             "0b1a Correlation ID: 2c Timestamp: 2026-11-22 10:00:00Z)"),
      record("AADSTS50126: Error validating credentials due to invalid username or password. Trace ID: 0b1a"),
      record("Object reference not set to an instance of an object."),
  };
  const Error error = sign_in_error(records);
  CHECK(error.code == ErrorCode::sign_in_refused);
  CHECK(error.aadsts == 50126);
  CHECK(error.message == "AADSTS50126: Error validating credentials due to invalid username or password.");
  CHECK_FALSE(error.hint.empty());
}

TEST_CASE("the number decides, not the language of the text") {
  CHECK(sign_in_error(std::vector{record("AADSTS50076: Aufgrund einer Konfigurations\xc3\xa4nderung ...")}).code == ErrorCode::input_needed);
  CHECK(sign_in_error(std::vector{record("AADSTS50079")}).code == ErrorCode::input_needed);
  CHECK(sign_in_error(std::vector{record("AADSTS500121: Authentication failed during strong authentication request.")}).code ==
        ErrorCode::mfa_refused);
  CHECK(sign_in_error(std::vector{record("AADSTS53003: blocked")}).code == ErrorCode::sign_in_refused);
  CHECK(sign_in_error(std::vector{record("AADSTS70043: expired")}).code == ErrorCode::session_expired);
  CHECK(sign_in_error(std::vector{record("AADSTS70019: code expired")}).code == ErrorCode::timeout);
  CHECK(sign_in_error(std::vector{record("AADSTS9999999: new")}).aadsts == 9999999);
}

TEST_CASE("a number in an inner exception counts") {
  ErrorRecord outer = record("One or more errors occurred.");
  outer.inner = {"AADSTS50053: locked"};
  const Error error = sign_in_error(std::vector{outer});
  CHECK(error.aadsts == 50053);
  CHECK(error.code == ErrorCode::sign_in_refused);
}

TEST_CASE("the three families of not connected are one") {
  for (const char* text : {"You must call the Connect-MicrosoftTeams cmdlet before calling any other cmdlets.",
                           "Session is not established, run Connect-MicrosoftTeams before requesting access token",
                           "Run either Connect-MicrosoftTeams or new-csonlinesession before running cmdlets."})
    CHECK(command_error(std::vector{record(text, "x")}).code == ErrorCode::not_connected);
}

TEST_CASE("errors of cmdlets go by their id first") {
  CHECK(command_error(std::vector{record("Invalid credential", "Unauthorized,X")}).code == ErrorCode::session_expired);
  CHECK(command_error(std::vector{record("Access Denied.", "Forbidden,X")}).code == ErrorCode::cmdlet_failed);
  const Error throttled = command_error(std::vector{record("slow down", "TooManyRequests,X")});
  CHECK(throttled.code == ErrorCode::temporary);
  CHECK(throttled.retryable);
  CHECK(command_error(std::vector{record("The term 'Get-CsX' is not recognized", "CommandNotFoundException")}).code ==
        ErrorCode::module_missing);
}

TEST_CASE("a failure without a word still says something") {
  for (const Error& error : {import_error({}), sign_in_error({}), command_error({})}) {
    CHECK_FALSE(error.message.empty());
    CHECK_FALSE(error.hint.empty());
  }
}
