#include "core/refusals.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace teamsctl;
using namespace teamsctl::core;

namespace {

ErrorRecord record(
    std::string message,
    std::string fqid =
        "Connect-MicrosoftTeams,Microsoft.TeamsCmdlets.Powershell.Connect.ConnectMicrosoftTeams") {
  ErrorRecord error;
  error.message = std::move(message);
  error.fqid = std::move(fqid);
  return error;
}

}  // namespace

TEST_CASE("three records of one refusal become one error with its number") {
  const std::vector records = {
      record("One or more errors occurred. (AADSTS50126: Error validating credentials due to "
             "invalid username or password. Trace ID: "
             "0b1a Correlation ID: 2c Timestamp: 2026-11-22 10:00:00Z)"),
      record("AADSTS50126: Error validating credentials due to invalid username or password. Trace "
             "ID: 0b1a"),
      record("Object reference not set to an instance of an object."),
  };
  const Error error = sign_in_error(records);
  CHECK(error.code == ErrorCode::sign_in_refused);
  CHECK(error.aadsts == 50126);
  CHECK(error.message ==
        "AADSTS50126: Error validating credentials due to invalid username or password.");
  CHECK_FALSE(error.hint.empty());
}

TEST_CASE("the number decides, not the language of the text") {
  CHECK(sign_in_error(
            std::vector{record("AADSTS50076: Aufgrund einer Konfigurations\xc3\xa4nderung ...")})
            .code == ErrorCode::input_needed);
  CHECK(sign_in_error(std::vector{record("AADSTS50079")}).code == ErrorCode::input_needed);
  CHECK(sign_in_error(
            std::vector{record(
                "AADSTS500121: Authentication failed during strong authentication request.")})
            .code == ErrorCode::mfa_refused);
  CHECK(sign_in_error(std::vector{record("AADSTS53003: blocked")}).code ==
        ErrorCode::sign_in_refused);
  CHECK(sign_in_error(std::vector{record("AADSTS70043: expired")}).code ==
        ErrorCode::session_expired);
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
  for (const char* text :
       {"You must call the Connect-MicrosoftTeams cmdlet before calling any other cmdlets.",
        "Session is not established, run Connect-MicrosoftTeams before requesting access token",
        "Run either Connect-MicrosoftTeams or new-csonlinesession before running cmdlets."})
    CHECK(command_error(std::vector{record(text, "x")}).code == ErrorCode::not_connected);
}

TEST_CASE("errors of cmdlets go by their id first") {
  CHECK(command_error(std::vector{record("Invalid credential", "Unauthorized,X")}).code ==
        ErrorCode::session_expired);
  CHECK(command_error(std::vector{record("Access Denied.", "Forbidden,X")}).code ==
        ErrorCode::cmdlet_failed);
  const Error throttled = command_error(std::vector{record("slow down", "TooManyRequests,X")});
  CHECK(throttled.code == ErrorCode::temporary);
  CHECK(throttled.retryable);
  CHECK(command_error(
            std::vector{record("The term 'Get-CsX' is not recognized", "CommandNotFoundException")})
            .code == ErrorCode::module_missing);
}

TEST_CASE("a failure without a word still says something") {
  for (const Error& error : {import_error({}), sign_in_error({}), command_error({})}) {
    CHECK_FALSE(error.message.empty());
    CHECK_FALSE(error.hint.empty());
  }
}

TEST_CASE("every row of the table of Entra ID refusals has its exit status and says what to do") {
  struct Row {
    int number;
    int exit;
    const char* hint;  // a word of it
  };
  const std::vector<Row> rows = {
      {50034, 4, "user name"},     {50053, 4, "locked"},        {50055, 4, "new password"},
      {50056, 4, "password"},      {50057, 4, "disabled"},      {50126, 4, "password"},
      {50072, 5, "device-code"},   {50074, 5, "device-code"},   {50076, 5, "certificate"},
      {50078, 5, "device-code"},   {50079, 5, "certificate"},   {50158, 5, "device-code"},
      {50203, 5, "Register"},      {500121, 6, "second"},       {53000, 4, "policy"},
      {53001, 4, "policy"},        {53003, 4, "policy"},        {530003, 4, "policy"},
      {65001, 4, "consent"},       {700016, 4, "application"},  {700027, 4, "certificate"},
      {700024, 4, "clock"},        {7000215, 4, "application"}, {90002, 4, "tenant"},
      {90133, 4, "--tenant-id"},   {70043, 4, "Sign in again"}, {700082, 4, "Sign in again"},
      {50173, 4, "Sign in again"}, {70016, 7, "Sign in again"}, {70019, 7, "expired"},
      {70018, 4, "code"},          {50196, 8, "Wait"},          {90033, 8, "Wait"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.number);
    const Error error = sign_in_error(
        std::vector{record("AADSTS" + std::to_string(row.number) + ": text in any language")});
    CHECK(exit_status(error.code) == row.exit);
    CHECK(error.aadsts == row.number);
    CHECK(error.hint.find(row.hint) != std::string::npos);
  }
}

TEST_CASE("refusals without a number are known by the words that never change") {
  struct Row {
    const char* text;
    ErrorCode code;
    const char* hint;
  };
  for (const Row& row : {
           Row{"Broker response returned error: WAM Error Wam plugin X Error code: 3399614476 "
               "Error Message: SubError: basic_action V2Error: "
               "invalid_grant AADSTS50076: Due to",
               ErrorCode::input_needed, "device-code"},
           Row{"password_required_for_managed_user: Password is required for managed user",
               ErrorCode::sign_in_refused, "password"},
           Row{"The provided tokens must have less than 5400 seconds difference in the time range "
               "of expiration.",
               ErrorCode::sign_in_refused, "tokens"},
           Row{"Not supported tenant type.", ErrorCode::sign_in_refused, "--tenant-id"},
           Row{"Unable to open a web page using xdg-open, gnome-open, kfmclient or wslview tools.",
               ErrorCode::input_needed, "device-code"},
           Row{"The located assembly's manifest definition does not match the assembly reference. "
               "(0x80131040)",
               ErrorCode::module_missing, "Update"},
           Row{"Invalid provider type specified.", ErrorCode::sign_in_refused, "RSA"},
       }) {
    CAPTURE(row.text);
    const Error error = sign_in_error(std::vector{
        record(std::string("One or more errors occurred. (") + row.text + ")"), record(row.text)});
    CHECK(error.code == row.code);
    CHECK(error.hint.find(row.hint) != std::string::npos);
  }
}

TEST_CASE("R18 the time of a refusal is read, and only a whole one") {
  using namespace std::chrono;
  const Error error = sign_in_error(std::vector{
      record("AADSTS50126: x Trace ID: a Correlation ID: b Timestamp: 2026-11-22 12:34:56Z")});
  REQUIRE(error.server_time);
  CHECK(*error.server_time == sys_days(year(2026) / 11 / 22) + 12h + 34min + 56s);
  for (const char* text : {"AADSTS50126: x Timestamp: 2026-11-22 12:34:5",
                           "AADSTS50126: x Timestamp: 2026-13-22 12:34:56Z",
                           "AADSTS50126: x Timestamp: 2026-11-22T12:34:56Z", "AADSTS50126: x"})
    CHECK_FALSE(sign_in_error(std::vector{record(text)}).server_time);
}
