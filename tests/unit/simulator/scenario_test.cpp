#include "scenario/scenario.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <variant>

#include "teamsctl/simulator.hpp"

using namespace teamsctl::simulator;

namespace {

std::string refusal(const std::string& text) {
  try {
    (void)parse_scenario(text);
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "taken";
}

std::string refused_step(const std::string& step) {
  return refusal(R"({"connect": [)" + step + "]}");
}

}  // namespace

TEST_CASE("an empty scenario has the defaults of its page") {
  const Scenario scenario = parse_scenario("{}");
  CHECK(scenario.module_version == "7.7.0");
  CHECK(scenario.powershell == "7.6.5");
  CHECK_FALSE(scenario.module_absent);
  CHECK_FALSE(scenario.connect.has_value());
  CHECK(scenario.paging == Paging::clamp);
}

TEST_CASE("a clock may be behind") {
  CHECK(parse_scenario(R"({"clock_skew": "-90s"})").clock_skew == std::chrono::seconds(-90));
  CHECK(parse_scenario(R"({"clock_skew": "10m"})").clock_skew == std::chrono::minutes(10));
}

TEST_CASE("a failure may say how long to wait, and end by itself") {
  const Scenario scenario =
      parse_scenario(R"({"connect": [{"fail": {"retry_after": 1.5, "times": 2}}, {"fail": {}}]})");
  const auto& twice = std::get<Fail>(scenario.connect->at(0));
  CHECK(twice.retry_after == 1.5);
  CHECK(twice.times == 2);
  const auto& always = std::get<Fail>(scenario.connect->at(1));
  CHECK_FALSE(always.retry_after);
  CHECK_FALSE(always.times);
  CHECK(refused_step(R"({"fail": {"retry_after": -1}})") ==
        "connect[0].fail.retry_after is not a number of seconds from 0 to 1000000000");
  CHECK(refused_step(R"({"fail": {"times": 0}})")
            .starts_with("connect[0].fail.times is not a whole number from 1 to "));
}

TEST_CASE("changes may show late") {
  CHECK(parse_scenario("{}").visible_after == std::chrono::milliseconds(0));
  CHECK(load_scenario("slow-to-show").visible_after == std::chrono::seconds(2));
  CHECK(load_scenario("never-shows").visible_after == std::chrono::hours(1));
}

TEST_CASE("every cmdlet of the tenant can have steps") {
  for (const char* cmdlet :
       {"Get-CsTenant", "Get-CsPhoneNumberAssignment", "Get-CsOnlineUser",
        "Get-CsUserPolicyAssignment", "Set-CsPhoneNumberAssignment",
        "Remove-CsPhoneNumberAssignment", "Get-CsTeamsCallingPolicy", "Get-CsTeamsMeetingPolicy",
        "Get-CsOnlineVoicemailPolicy", "Get-CsTeamsEmergencyCallingPolicy",
        "Get-CsOnlineVoiceRoutingPolicy", "Get-CsTenantDialPlan",
        "Get-CsTeamsEmergencyCallRoutingPolicy", "Get-CsCallingLineIdentity"})
    CHECK(parse_scenario(R"({"commands": {")" + std::string(cmdlet) +
                         R"(": {"before": [{"wait": "1ms"}]}}})")
              .steps_of(cmdlet)
              .before.size() == 1);
}

TEST_CASE("an empty list of steps for the sign-in is not the account's own") {
  const Scenario scenario = parse_scenario(R"({"connect": []})");
  REQUIRE(scenario.connect.has_value());
  CHECK(scenario.connect->empty());
}

TEST_CASE("steps are read with their defaults") {
  const Scenario scenario = parse_scenario(
      R"({"connect": [{"ask_code": {}}, {"device_code": {"wait": "2s"}}, {"say": {"text": "x", "on": "warning"}},
          {"record": {"hex": "c3A4", "times": 3}}, {"ask": {"through": "choice", "choices": ["a", "b"], "default": "b"}}],
          "commands": {"Get-CsTenant": {"at_row": {"0": [{"wait": "5ms"}]}}}})");
  const auto& code = std::get<AskCode>(scenario.connect->at(0));
  CHECK(code.prompt == "Enter the verification code from your authenticator app");
  CHECK(code.expect == "123456");
  CHECK(code.attempts == 3);
  const auto& device = std::get<DeviceCode>(scenario.connect->at(1));
  CHECK(device.code == "FRWQDE7YL");
  CHECK(device.wait == std::chrono::seconds(2));
  CHECK(std::get<Say>(scenario.connect->at(2)).on == Channel::warning);
  CHECK(std::get<RawRecord>(scenario.connect->at(3)).bytes == "\xC3\xA4");
  CHECK(std::get<Ask>(scenario.connect->at(4)).preset == 1);
  CHECK(scenario.steps_of("get-cstenant").at_row.at(0).size() == 1);
  CHECK(scenario.steps_of("Get-CsOnlineUser").before.empty());
}

TEST_CASE("a misspelt member is named together with what is allowed") {
  CHECK(refusal(R"({"conect": []})") ==
        "conect is unknown; allowed: description, module, powershell, start, ready, import, "
        "before_connect, connect, "
        "verify, commands, exit, paging, visible_after, clock_skew");
  CHECK(refusal(R"({"module": {"verson": "1.0"}})") ==
        "module.verson is unknown; allowed: version, absent");
  CHECK(refused_step(R"({"wait": "1s"}, {"say": {"txt": "x"}})") ==
        "connect[1].say.txt is unknown; allowed: text, on, end, times, bytewise");
  CHECK(refusal(R"({"commands": {"Get-CsTennant": {}}})")
            .starts_with("commands.Get-CsTennant is unknown; allowed: "));
}

TEST_CASE("a step that there is not is named together with those that there are") {
  CHECK(refused_step(R"({"sleep": "1s"})") ==
        "connect[0].sleep is not a step that can be done here; allowed: say, ask_code, ask, "
        "device_code, aadsts, refuse, not_connected, expire, fail, "
        "wait, hang, deaf, exit, kill, flood, record, close, spawn");
  CHECK(refused_step(R"({})") == "connect[0] is not an object with one member");
  CHECK(refused_step(R"({"wait": "1s", "hang": true})") ==
        "connect[0] is not an object with one member");
}

TEST_CASE("a step that needs a running command is refused where none runs") {
  CHECK(refusal(R"({"start": [{"ask_code": {}}]})")
            .starts_with(
                "start[0].ask_code is not a step that can be done here; allowed: say, wait, "));
  CHECK(refusal(R"({"exit": [{"say": {"on": "warning"}}]})") ==
        "exit[0].say.on must be stdout, stderr, terminal or host: no command runs here");
  CHECK(refusal(R"({"start": [{"say": {"on": "host"}}]})") ==
        "start[0].say.on must be stdout, stderr or terminal: there is no record before ready");
}

TEST_CASE("values of the wrong kind are refused") {
  CHECK(
      refusal("[]") ==
      "the scenario is not an object; allowed in it: description, module, powershell, start, "
      "ready, "
      "import, before_connect, connect, verify, commands, exit, paging, visible_after, clock_skew");
  CHECK(refusal("{").starts_with("the scenario is not JSON: "));
  CHECK(refusal(R"({"verify": [], "verify": []})") ==
        "the scenario is not JSON: the member verify is there twice");
  CHECK(refusal(R"({"connect": {}})") == "connect is not a list of steps");
  CHECK(refusal(R"({"paging": "all"})") == "paging is not one of: clamp, repeat, unlimited");
  CHECK(refusal(R"({"powershell": "seven"})") == "powershell is not a version such as \"7.7.0\"");
  CHECK(refused_step(R"({"wait": 5})") ==
        "connect[0].wait is not a duration such as \"200ms\", \"2s\", \"1m\" or \"1h\"");
  CHECK(refused_step(R"({"wait": "5"})").starts_with("connect[0].wait is not a duration"));
  CHECK(refused_step(R"({"exit": 256})") == "connect[0].exit is not a whole number from 0 to 255");
  CHECK(refused_step(R"({"exit": 1.0})") == "connect[0].exit is not a whole number from 0 to 255");
  CHECK(refused_step(R"({"close": 18446744073709551615})") ==
        "connect[0].close is not a whole number from 0 to 4");
  CHECK(refused_step(R"({"hang": false})") == "connect[0].hang is not true");
  CHECK(refused_step(R"({"kill": 17})") ==
        "connect[0].kill is a signal that does not end a process");
  CHECK(refused_step(R"({"aadsts": 12345})")
            .starts_with("connect[0].aadsts is not one of: 50034, 50053, "));
  CHECK(refusal(R"({"clock_skew": "10"})").starts_with("clock_skew is not a duration"));
  CHECK(refused_step(R"({"refuse": "browser"})")
            .starts_with("connect[0].refuse is not one of: assembly_clash, "));
  CHECK(refused_step(R"({"expire": {"as": "gone"}})")
            .starts_with("connect[0].expire.as is not one of: must_connect, "));
  CHECK(refused_step(R"({"ask_code": {"late": "exit"}})") ==
        "connect[0].ask_code.late needs expires");
  CHECK(refused_step(R"({"ask": {"through": "fields", "fields": ["one"]}})") ==
        "connect[0].ask.fields must be two names or more when, and only when, through is fields");
  CHECK(refused_step(R"({"say": {"on": "stream"}})")
            .starts_with("connect[0].say.on is not one of: stdout, stderr, "));
  CHECK(refused_step(R"({"say": {"text": 5}})") == "connect[0].say.text is not a text");
  CHECK(refused_step(R"({"record": {"hex": "f"}})") ==
        "connect[0].record.hex is not bytes in hexadecimal");
  CHECK(refused_step(R"({"record": {"hex": "fg"}})") ==
        "connect[0].record.hex is not bytes in hexadecimal");
  CHECK(refused_step(R"({"flood": {"text": ""}})") == "connect[0].flood.text is empty");
  CHECK(refused_step(R"({"ask": {"through": "choice"}})") ==
        "connect[0].ask.choices must be there when, and only when, through is choice");
  CHECK(refused_step(R"({"ask": {"through": "choice", "choices": ["a"], "default": "b"}})") ==
        "connect[0].ask.default is not one of the choices");
  CHECK(refusal(R"({"commands": {"Get-CsTenant": {"at_row": {"first": []}}}})") ==
        "commands.Get-CsTenant.at_row.first is not a row number from 0");
}

TEST_CASE("a scenario that is not there is named") {
  const auto refused = [](const std::string& name) {
    try {
      (void)load_scenario(name);
    } catch (const ScenarioError& error) {
      return std::string(error.what());
    }
    return std::string("taken");
  };
  CHECK(refused("./missing.json") == "./missing.json: cannot be read: No such file or directory");
  CHECK(refused("/") == "/: cannot be read: Is a directory");
  CHECK(refused("defalt").starts_with(
      "defalt: is neither the path of a file nor one of: approval, approval-denied, "));
}

TEST_CASE("every built-in scenario can be read, and they are in order") {
  const auto names = teamsctl::built_in_scenarios();
  REQUIRE(names.size() > 1);
  CHECK(std::is_sorted(names.begin(), names.end()));
  CHECK(std::find(names.begin(), names.end(), "default") != names.end());
  for (const auto name : names) CHECK_NOTHROW(load_scenario(std::string(name)));
}
