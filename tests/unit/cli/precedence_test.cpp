#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "environment_in_test.hpp"
#include "options/option_table.hpp"
#include "parsing.hpp"

using namespace teamsctl;
using namespace teamsctl::cli;
using namespace std::chrono_literals;

namespace {

/// A configuration in its usual place below XDG_CONFIG_HOME.
struct Configured {
  explicit Configured(const std::string& text)
      : file(directory.write("teamsctl/config.toml", text)) {
    variables.set("XDG_CONFIG_HOME", directory.path());
  }
  TestDirectory directory;
  Variables variables{};
  std::string file;
};

std::pair<std::string, std::string> shown(const Options& options, const std::string& name) {
  for (const EffectiveOption& option : std::get<ConfigCommand>(options.command).effective)
    if (option.option == name) return {option.value, option.origin};
  return {};
}

}  // namespace

TEST_CASE(
    "the flag goes before the variable, the variable before the profile, the profile before the "
    "default") {
  CHECK(parsed({"get-tenant"}).limits.mfa == 120s);
  Configured configured("[profile.default]\nmfa_timeout = 30\n");
  CHECK(parsed({"get-tenant"}).limits.mfa == 30s);
  configured.variables.set("TEAMSCTL_MFA_TIMEOUT", "40s");
  CHECK(parsed({"get-tenant"}).limits.mfa == 40s);
  CHECK(parsed({"--mfa-timeout", "50s", "get-tenant"}).limits.mfa == 50s);
  configured.variables.set("TEAMSCTL_MFA_TIMEOUT", "");
  CHECK(parsed({"get-tenant"}).limits.mfa == 30s);
}

TEST_CASE("every option has a twin in the environment") {
  for (const OptionRow& row : option_table()) {
    if (row.secret != nullptr || row.shape.name == "config" || row.shape.name == "profile")
      continue;
    if (row.shape.kind != OptionKind::flag && row.shape.kind != OptionKind::count &&
        row.shape.kind != OptionKind::duration)
      continue;
    INFO(row.shape.name);
    const Variables variables{{variable_name(row.shape.name), "nonsense"}};
    const Error error = refusal({"get-tenant"});
    CHECK(error.code == ErrorCode::usage);
    CHECK(error.message.starts_with(variable_name(row.shape.name) + ": 'nonsense' is "));
  }
  const Variables variables{
      {"TEAMSCTL_VERBOSE", "2"}, {"TEAMSCTL_NO_INPUT", "yes"}, {"TEAMSCTL_SIMULATE", "1"}};
  const Options options = parsed({"get-tenant"});
  CHECK(options.verbose == 2);
  CHECK(options.sign_in.no_input);
  CHECK(options.simulate == "default");
  CHECK_FALSE(parsed({"--simulate=off", "get-tenant"}).simulate);
}

TEST_CASE("the same mistake reads the same from each origin and names it") {
  CHECK(refusal({"--mfa-timeout", "x", "get-tenant"}).message ==
        "--mfa-timeout: 'x' is not a duration.");
  {
    const Variables variables{{"TEAMSCTL_MFA_TIMEOUT", "x"}};
    const Error error = refusal({"get-tenant"});
    CHECK(error.message == "TEAMSCTL_MFA_TIMEOUT: 'x' is not a duration.");
    CHECK(error.code == ErrorCode::usage);
  }
  const Configured configured("[profile.default]\nmfa_timeout = 'x'\n");
  const Error error = refusal({"get-tenant"});
  CHECK(error.message == configured.file + ":2:15: mfa_timeout: 'x' is not a duration.");
  CHECK(error.code == ErrorCode::config);
}

TEST_CASE("filters have no twin: a forgotten variable would change what is listed") {
  const Variables variables{{"TEAMSCTL_TOP", "1"}, {"TEAMSCTL_USER", "u"}};
  CHECK(std::get<TeamsCommand>(parsed({"get-phone-numbers"}).command).arguments.empty());
}

TEST_CASE("the profile is the one that is named, else default_profile, else default") {
  Configured configured(
      "default_profile = 'work'\n[profile.work]\nusername = 'w'\n[profile.home]\nusername = 'h'\n");
  CHECK(parsed({"get-tenant"}).sign_in.username == "w");
  CHECK(parsed({"--profile", "home", "get-tenant"}).sign_in.username == "h");
  configured.variables.set("TEAMSCTL_PROFILE", "home");
  CHECK(parsed({"get-tenant"}).sign_in.username == "h");
  const Error error = refusal({"--profile", "hame", "get-tenant"});
  CHECK(error.code == ErrorCode::config);
  CHECK(error.message.find("'hame'") != std::string::npos);
  CHECK(error.message.find("config.toml") != std::string::npos);
  CHECK(error.hint == "Did you mean home? It has home, work.");
}

TEST_CASE("a missing file is a mistake only when it was asked for") {
  CHECK(parsed({"get-tenant"}).sign_in.username.empty());
  CHECK(refusal({"--config", "/nonexistent/c.toml", "get-tenant"}).code == ErrorCode::config);
  CHECK(refusal({"--profile", "work", "get-tenant"}).code == ErrorCode::config);
  CHECK(parsed({"--config", "/dev/null", "get-tenant"}).sign_in.username.empty());
  const Variables variables{{"TEAMSCTL_CONFIG", "/nonexistent/c.toml"}};
  CHECK(refusal({"get-tenant"}).code == ErrorCode::config);
  CHECK(std::get<ConfigCommand>(parsed({"config", "path"}).command).file == "/nonexistent/c.toml");
}

TEST_CASE("a broken configuration does not stop what does not need it") {
  const Configured configured("nonsense");
  CHECK(refusal({"get-tenant"}).code == ErrorCode::config);
  CHECK(refusal({"config", "show"}).code == ErrorCode::config);
  (void)parsed({"config", "path"});
  (void)parsed({"config", "validate"});
  CHECK(refusal({"detect"}).code == ErrorCode::config);  // its rules may stand there
}

TEST_CASE("config show says where each value comes from") {
  Configured configured("[profile.default]\nusername = 'p'\nmfa_timeout = 30\nverbose = true\n");
  configured.variables.set("TEAMSCTL_QUIET", "yes");
  const Options options = parsed({"config", "show", "--timeout", "5s"});
  using Pair = std::pair<std::string, std::string>;
  CHECK(shown(options, "timeout") == Pair{"\"5s\"", "flag"});
  CHECK(shown(options, "quiet") == Pair{"true", "environment TEAMSCTL_QUIET"});
  CHECK(shown(options, "verbose").first == "1");
  CHECK(shown(options, "mfa-timeout").second == "profile default (" + configured.file + ":3:15)");
  CHECK(shown(options, "login-timeout") == Pair{"\"300s\"", "default"});
  CHECK(shown(options, "tenant-id") == Pair{"null", "default"});
  CHECK(shown(options, "profile") == Pair{"\"default\"", "default"});
}

TEST_CASE("config show has every option once, and of a secret only where it is") {
  const Variables variables{{"TEAMSCTL_PASSWORD", "canary-1"},
                            {"TEAMSCTL_MFA_CODE_COMMAND", "get-code"}};
  const Options options = parsed({"config", "show", "--mfa-code", "123456"});
  const auto& effective = std::get<ConfigCommand>(options.command).effective;
  CHECK(effective.size() == option_table().size());
  for (const EffectiveOption& option : effective) {
    CHECK(option.value.find("canary") == std::string::npos);
    CHECK(option.value.find("123456") == std::string::npos);
  }
  using Pair = std::pair<std::string, std::string>;
  CHECK(shown(options, "password") == Pair{"\"set\"", "environment TEAMSCTL_PASSWORD"});
  CHECK(shown(options, "mfa-code") == Pair{"\"set\"", "flag"});
  CHECK(shown(options, "mfa-code-command") ==
        Pair{"\"get-code\"", "environment TEAMSCTL_MFA_CODE_COMMAND"});
  CHECK(shown(options, "totp-secret").first == "null");
}

TEST_CASE("an output option that clashes with one that goes before it is dropped") {
  Configured configured(
      "[profile.default]\noutput = \"csv\"\nfields = \"a,b\"\n[profile.both]\noutput = \"csv\"\njq "
      "= \".\"\n");
  CHECK(parsed({"get-tenant"}).fields.size() == 2);
  const Options options = parsed({"--jq", ".", "get-tenant"});
  CHECK(options.output == OutputFormat::json);
  CHECK(options.fields.empty());
  configured.variables.set("TEAMSCTL_JQ", ".[]");
  CHECK(parsed({"get-tenant"}).output == OutputFormat::json);
  CHECK(parsed({"-o", "table", "get-tenant"}).jq.empty());
  CHECK(parsed({"--fields", "c", "get-tenant"}).jq.empty());
  CHECK(parsed({"-o", "ndjson", "get-tenant"}).jq == ".[]");
  configured.variables.set("TEAMSCTL_JQ", "");
  CHECK(refusal({"--profile", "both", "get-tenant"}).message ==
        configured.file + ":6:6: jq and " + configured.file +
            ":5:10: output csv cannot be used together.");
}
