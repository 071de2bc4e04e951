#include "script/script_parser.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "cmdlets/script_check.hpp"

using namespace teamsctl::simulator;

namespace {

/// What the simulator says of a text, with `read_only` of one that may only read.
ErrorRecord refusal(const std::string& text, bool read_only = false) {
  try {
    check_script(parse_script(text), Version{7, 7}, read_only);
  } catch (const CommandFailed& failure) {
    CHECK(failure.made_terminating);
    return failure.error;
  }
  return {.message = "taken", .fqid = "taken"};
}

std::string target_of(const std::string& text) {
  const ErrorRecord error = refusal(text);
  return error.fqid == "ScriptNotSimulated" ? error.target : error.fqid;
}

}  // namespace

TEST_CASE("the small part of PowerShell is taken") {
  for (const char* text :
       {"",
        " \n;\r\n ; # a comment",
        "5",
        "-5",
        "007",
        "'it''s'",
        "\"a\"\"b\"",
        "1..5",
        "3..-3",
        "1 , 'b',$true",
        "$x",
        "$x = $y = 5",
        "$x=Get-CsTenant",
        "throw 'no'",
        "throw $x",
        "exit",
        "exit 3",
        "Get-CsTenant",
        "get-csonlineuser USER000001 -resultsize:5 # who",
        "Get-CsOnlineUser -Properties City, 'Company' -SkipUserPolicies -SoftDeletedUsers:$false",
        "Get-CsTenantDialPlan -Filter tag:us*",
        "Write-Host",
        "Write-Host a b -NoNewline",
        "Write-Output 11111111-0000-4000-8000-000000000001 2026-01-02 +123 1..3 a#b user@x "
        "Tag:X"}) {
    INFO(text);
    CHECK(target_of(text) == "taken");
  }
}

TEST_CASE("anything else is named") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"Get-CsTenant | Select-Object X", "Get-CsTenant | Select-Object X"},
      {"1; $x.Name; 2", "$x.Name; 2"},
      {"1\n$x[0]\n2", "$x[0]"},
      {"1 + 1", "1 + 1"},
      {"1, 2..4", "1, 2..4"},
      {"if ($x) { 1 }", "if ($x) { 1 }"},
      {"& Get-CsTenant", "& Get-CsTenant"},
      {"@{}", "@{}"},
      {"1.5", "1.5"},
      {"5kb", "5kb"},
      {"9223372036854775808", "9223372036854775808"},
      {"'x", "'x"},
      {"\"a $x\"", "\"a $x\""},
      {"\"a`n\"", "\"a`n\""},
      {"'é’a'", "'é’a'"},
      {"$env:HOME", "$env:HOME"},
      {"$PSVersionTable", "$PSVersionTable"},
      {"$ErrorActionPreference = 'Stop'", "$ErrorActionPreference = 'Stop'"},
      {"$x += 1", "$x += 1"},
      {"$x = throw 'a'", "$x = throw 'a'"},
      {"throw", "throw"},
      {"Get-CsTenant > file", "Get-CsTenant > file"},
      {"Get-CsOnlineUser -ResultSize -5", "Get-CsOnlineUser -ResultSize -5"},
      {"Get-CsOnlineUser 1kb", "Get-CsOnlineUser 1kb"},
      {"Get-CsOnlineUser 1e-5", "Get-CsOnlineUser 1e-5"},
      {"Get-CsOnlineUser 007", "Get-CsOnlineUser 007"},
      {"Get-CsOnlineUser @x", "Get-CsOnlineUser @x"},
      {"Get-CsOnlineUser (5)", "Get-CsOnlineUser (5)"},
      {"Get-CsOnlineUser a`b", "Get-CsOnlineUser a`b"},
      {"Get-CsOnlineUser – a", "Get-CsOnlineUser – a"},
      {"Get-CsOnlineUser 'a'b", "Get-CsOnlineUser 'a'b"},
      {"Get-Date", "Get-Date"},
      {"1; Get-CsTeam", "Get-CsTeam"},
      {"Write-Output", "Write-Output"},
      {"Write-Output x -Foo", "-Foo"},
  };
  for (const auto& [text, target] : cases) {
    INFO(text);
    CHECK(target_of(text) == target);
  }
  CHECK(refusal("1 + 1").message ==
        "The simulator runs a small part of PowerShell only, and not this.");
  CHECK(refusal("1 + 1").category == "NotImplemented");
}

TEST_CASE("a long part is cut between characters") {
  std::string text = "'";
  for (int i = 0; i < 100; ++i) text += "é";
  const std::string target = target_of(text);
  CHECK(target.size() == 99);
  CHECK(text.starts_with(target));
}

TEST_CASE("a text that nests too deep is refused") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "$a=";
  CHECK(refusal(text + "1").fqid == "ScriptNotSimulated");
}

TEST_CASE("a text that may only read is refused before it runs") {
  const ErrorRecord error = refusal("1\n  Set-CsUser -Identity x", true);
  CHECK(error.message == "Set-CsUser at 2:3 is not a command that only reads");
  CHECK(error.fqid == "NotReadOnly");
  CHECK(error.category == "PermissionDenied");
  CHECK(error.exception == "System.UnauthorizedAccessException");
  CHECK(error.target == "Set-CsUser");
  CHECK(refusal("'é😀'; $x = connect-microsoftteams", true).message ==
        "connect-microsoftteams at 1:13 is not a command that only reads");
  CHECK(refusal("Get-Date; Remove-Item x", true).target == "Remove-Item");
  CHECK(refusal("Set-CsPhoneNumberAssignment -Identity x", true).fqid == "NotReadOnly");
  CHECK(refusal("Import-Module MicrosoftTeams", true).fqid == "NotReadOnly");
  CHECK(refusal("Get-CsTenant; Write-Output a; Write-Error e; $x = 5; exit", true).fqid == "taken");
  CHECK(refusal("Select-Object -First 1", true).fqid == "ScriptNotSimulated");
}
