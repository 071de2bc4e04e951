#include "options/config_profiles.hpp"

#include <catch2/catch.hpp>

using namespace teamsctl;
using namespace teamsctl::cli;

namespace {

/// The problems of a text, one a line.
std::string problems(const std::string& text) {
  std::string all;
  for (const ConfigProblem& problem : read_config(text, "/d/c.toml").problems)
    all += problem.error.message + "\n";
  return all;
}

std::string value(const std::string& line, const std::string& option) {
  const ConfigContents contents = read_config("[profile.p]\n" + line, "/d/c.toml");
  REQUIRE(contents.problems.empty());
  return contents.profiles.at(0).values.at(option).text;
}

}  // namespace

TEST_CASE("integers and booleans are taken where they are natural") {
  CHECK(value("mfa_timeout = 30", "mfa-timeout") == "30");
  CHECK(value("mfa_timeout = '2m'", "mfa-timeout") == "2m");
  CHECK(value("no_input = true", "no-input") == "true");
  CHECK(value("simulate = true", "simulate") == "true");
  CHECK(value("verbose = 2", "verbose") == "2");
  CHECK(problems("[profile.p]\noutput = true") ==
        "/d/c.toml:2:10: output: a string is wanted, not a boolean.\n");
  CHECK(problems("[profile.p]\nmfa_timeout = 1.5") ==
        "/d/c.toml:2:15: mfa_timeout: a string or an integer is wanted, not a fraction.\n");
  CHECK(problems("[profile.p]\nno_input = 1") ==
        "/d/c.toml:2:12: no_input: a string or a boolean is wanted, not an integer.\n");
}

TEST_CASE("paths are those of the file's directory, commands and names are left alone") {
  CHECK(value("password_file = 'pw'", "password-file") == "/d/pw");
  CHECK(value("password_file = '../pw'", "password-file") == "/pw");
  CHECK(value("password_file = '/x/pw'", "password-file") == "/x/pw");
  CHECK(value("password_file = '-'", "password-file") == "-");
  CHECK(value("pwsh = 'pwsh'", "pwsh") == "pwsh");
  CHECK(value("pwsh = 'bin/pwsh'", "pwsh") == "/d/bin/pwsh");
  CHECK(value("password_command = 'a/b c'", "password-command") == "a/b c");
}

TEST_CASE("every mistake is named with its place, in the order of the file") {
  CHECK(problems("defualt_profile = 'a'\n[profile.a]\nmfa_timeuot = 1\nmfa_attempts = "
                 "9\n[profile.b]\nauth = 'x'\n") ==
        "/d/c.toml:1:1: defualt_profile: there is no such key.\n"
        "/d/c.toml:3:1: mfa_timeuot: there is no such key.\n"
        "/d/c.toml:4:16: mfa_attempts: '9' is not from 1 to 5.\n"
        "/d/c.toml:6:8: auth: 'x' is not user, certificate, device-code, access-token or "
        "managed-identity.\n");
  CHECK(read_config("[profile.a]\nmfa_timeuot = 1", "c").problems.at(0).error.hint ==
        "Did you mean mfa_timeout?");
  CHECK(read_config("output = 'json'", "c").problems.at(0).error.hint ==
        "Options stand in a profile: put it below [profile.default].");
}

TEST_CASE("what is no TOML is named with its place") {
  const std::string message = problems("[profile.a]\nusername = \n");
  CHECK(message.starts_with("/d/c.toml:2:"));
  CHECK(problems("[profile.a]\n\xff = 1\n").starts_with("/d/c.toml:"));
  CHECK(problems("[profile.a]\npassword = thunter2\n").find("hun") == std::string::npos);
}

TEST_CASE("a secret does not belong into the file, and is not repeated") {
  for (const char* line : {"password = 'canary'", "mfa_code = 123456", "totp_secret = 'canary'",
                           "certificate_password = ['canary']"}) {
    const std::string message = problems(std::string("[profile.a]\n") + line);
    CHECK(message.find("a secret does not belong into this file; use ") != std::string::npos);
    CHECK(message.find("canary") == std::string::npos);
    CHECK(message.find("123456") == std::string::npos);
  }
}

TEST_CASE("a descriptor, a profile and the file itself cannot be said in a profile") {
  for (const char* line : {"password_fd = 3", "profile = 'b'", "config = 'c'"})
    CHECK(problems(std::string("[profile.a]\n") + line).find("that cannot be said in a profile.") !=
          std::string::npos);
}

TEST_CASE(
    "R16 prompt rules are read, and a wrong one is named with its place and the byte of its "
    "pattern") {
  const ConfigContents contents = read_config(
      "[[prompt_rule]]\nname = 'ours'\nkind = 'mfa_code'\npattern = 'One-time value'\nquiet = "
      "'1s'\n"
      "[[prompt_rule]]\nname = 'theirs'\nkind = 'device_code'\npattern = 'go to (?<url>\\S+)'\n",
      "c");
  REQUIRE(contents.problems.empty());
  REQUIRE(contents.prompt_rules.size() == 2);
  CHECK(contents.prompt_rules[0].kind == ChallengeKind::mfa_code);
  CHECK(contents.prompt_rules[0].where == PromptRule::Where::unfinished_line);
  CHECK(contents.prompt_rules[0].quiet == std::chrono::seconds(1));
  CHECK(contents.prompt_rules[1].where == PromptRule::Where::anywhere);
  const std::string compile = problems("[[prompt_rule]]\nname = 'ours'\npattern = 'code (abc'\n");
  CHECK(compile.starts_with("/d/c.toml:1:1: prompt_rule: The prompt rule 'ours' cannot be used: "));
  CHECK(compile.find("at byte 9 of its pattern") != std::string::npos);
  CHECK(problems("[[prompt_rule]]\nname = 'ours'\npattern = 'a*'\n").find("empty string") !=
        std::string::npos);
  CHECK(problems("[[prompt_rule]]\nname = 'ours'\n").find("pattern is missing") !=
        std::string::npos);
  CHECK(problems("[[prompt_rule]]\nname = 'o'\npattern = 'x'\nkind = 'code'\n")
            .starts_with("/d/c.toml:4:8: prompt_rule.kind: there is no kind 'code'."));
  CHECK(problems("[[prompt_rule]]\nname = 'o'\npatern = 'x'\n")
            .starts_with("/d/c.toml:3:1: prompt_rule.patern: there is no such key."));
  CHECK(problems("prompt_rule = 1\n")
            .starts_with("/d/c.toml:1:15: prompt_rule: a list of tables is wanted."));
}

TEST_CASE("default_profile names a profile of the file") {
  CHECK(problems("default_profile = 'b'\n[profile.a]\n") ==
        "/d/c.toml:1:19: default_profile: there is no profile 'b'.\n");
  CHECK(problems("default_profile = 1\n") ==
        "/d/c.toml:1:19: default_profile: a string is wanted, not an integer.\n");
  CHECK(problems("profile = 1\n") ==
        "/d/c.toml:1:11: profile: a table is wanted, not an integer.\n");
  CHECK(problems("[profile]\na = 1\n") ==
        "/d/c.toml:2:5: profile.a: a table is wanted, not an integer.\n");
}
