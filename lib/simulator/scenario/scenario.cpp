#include "scenario/scenario.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "scenario/step_parser.hpp"
#include "scenario_files.hpp"
#include "teamsctl/simulator.hpp"
#include "text/file_text.hpp"
#include "text/text.hpp"
#include "text/version.hpp"

namespace teamsctl {

namespace {
constexpr std::string_view suffix = ".json";
}

std::vector<std::string_view> built_in_scenarios() {
  std::vector<std::string_view> names;
  for (const auto& [file, text] : simulator::scenario_files::files())
    names.push_back(file.substr(0, file.size() - suffix.size()));
  std::sort(names.begin(), names.end());
  return names;
}

namespace simulator {

namespace {

Steps steps_in(const Members& members, std::string_view name, Stage stage) {
  const Json* list = members.find(name);
  return list == nullptr ? Steps{} : parse_steps(*list, members.path_of(name), stage);
}

void read_version(const Members& members, std::string_view name, std::string& value) {
  members.read(name, value);
  if (!parse_version(value))
    Members::refuse(members.path_of(name), "is not a version such as \"7.7.0\"");
}

/// An object from numbers of rows or calls (`what`) to steps.
std::map<std::uint64_t, Steps> read_numbered(const Json& rows, const std::string& path,
                                             const std::string& what) {
  if (!rows.is_object())
    Members::refuse(path, "is not an object from " + what + " numbers to steps");
  std::map<std::uint64_t, Steps> result;
  for (const auto& [name, steps] : rows.items()) {
    std::uint64_t row = 0;
    const char* end = name.data() + name.size();
    if (const auto [rest, error] = std::from_chars(name.data(), end, row);
        error != std::errc() || rest != end)
      Members::refuse(path + "." + name, "is not a " + what + " number from 0");
    result[row] = parse_steps(steps, path + "." + name, Stage::command);
  }
  return result;
}

std::map<std::string, CommandSteps> read_commands(const Json& commands) {
  const std::string path = "commands";
  // The two cmdlets of the sign-in have members of their own.
  const Members known(commands, path,
                      {"Disconnect-MicrosoftTeams", "Get-CsCallingLineIdentity", "Get-CsOnlineUser",
                       "Get-CsOnlineVoiceRoutingPolicy", "Get-CsOnlineVoicemailPolicy",
                       "Get-CsPhoneNumberAssignment", "Get-CsTeamsCallingPolicy",
                       "Get-CsTeamsEmergencyCallRoutingPolicy", "Get-CsTeamsEmergencyCallingPolicy",
                       "Get-CsTeamsMeetingPolicy", "Get-CsTenant", "Get-CsTenantDialPlan",
                       "Get-CsUserPolicyAssignment", "Get-Module", "Remove-CsPhoneNumberAssignment",
                       "Set-CsPhoneNumberAssignment"});
  std::map<std::string, CommandSteps> result;
  for (const auto& [name, content] : commands.items()) {
    const Members members(content, known.path_of(name), {"before", "after", "at_call", "at_row"});
    CommandSteps& steps = result[lower(name)];
    steps.before = steps_in(members, "before", Stage::command);
    steps.after = steps_in(members, "after", Stage::command);
    if (const Json* rows = members.find("at_row"))
      steps.at_row = read_numbered(*rows, members.path_of("at_row"), "row");
    if (const Json* calls = members.find("at_call"))
      steps.at_call = read_numbered(*calls, members.path_of("at_call"), "call");
  }
  return result;
}

bool is_path(std::string_view name) {
  return name.find('/') != std::string_view::npos || name.ends_with(suffix);
}

std::string find_text(const std::string& name) {
  try {
    if (is_path(name)) return read_file(name);
  } catch (const std::system_error& error) {
    throw ScenarioError("cannot be read: " + error.code().message());
  }
  for (const auto& [file, text] : scenario_files::files())
    if (file.substr(0, file.size() - suffix.size()) == name) return std::string(text);
  std::string known;
  for (const auto built_in : built_in_scenarios()) append_item(known, built_in);
  throw ScenarioError("is neither the path of a file nor one of: " + known);
}

}  // namespace

const CommandSteps& Scenario::steps_of(std::string_view cmdlet) const {
  static const CommandSteps none;
  const auto found = commands.find(lower(cmdlet));
  return found == commands.end() ? none : found->second;
}

Scenario parse_scenario(std::string_view text) {
  Json json;
  try {
    json = parse_strictly(text);
  } catch (const JsonError& error) {
    throw ScenarioError(std::string("the scenario is not JSON: ") + error.what());
  }
  const Members members(
      json, "",
      {"description", "module", "powershell", "start", "ready", "import", "before_connect",
       "connect", "verify", "commands", "exit", "paging", "visible_after", "clock_skew"});
  Scenario scenario;
  std::string description;
  members.read("description", description);
  if (const Json* module = members.find("module")) {
    const Members about(*module, "module", {"version", "absent"});
    read_version(about, "version", scenario.module_version);
    about.read("absent", scenario.module_absent);
  }
  read_version(members, "powershell", scenario.powershell);
  scenario.start = steps_in(members, "start", Stage::before_ready);
  scenario.ready = steps_in(members, "ready", Stage::idle);
  scenario.import = steps_in(members, "import", Stage::command);
  scenario.before_connect = steps_in(members, "before_connect", Stage::command);
  if (members.find("connect") != nullptr)
    scenario.connect = steps_in(members, "connect", Stage::command);
  scenario.verify = steps_in(members, "verify", Stage::command);
  scenario.exit = steps_in(members, "exit", Stage::idle);
  if (const Json* commands = members.find("commands")) scenario.commands = read_commands(*commands);
  members.read("visible_after", scenario.visible_after);
  if (const Json* skew = members.find("clock_skew"))
    scenario.clock_skew = Members::signed_duration(*skew, "clock_skew");
  members.read(
      "paging", scenario.paging,
      {{"clamp", Paging::clamp}, {"repeat", Paging::repeat}, {"unlimited", Paging::unlimited}});
  return scenario;
}

Scenario load_scenario(const std::string& name_or_path) {
  try {
    return parse_scenario(find_text(name_or_path));
  } catch (const ScenarioError& error) {
    throw ScenarioError(name_or_path + ": " + error.what());
  }
}

}  // namespace simulator
}  // namespace teamsctl
