// Import-Module and Get-Module, as far as they are about the MicrosoftTeams module.
#include <algorithm>

#include "cmdlets/cmdlets.hpp"
#include "text/text.hpp"
#include "text/version.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::string_view teams_module = "MicrosoftTeams";

/// Not terminating, as Import-Module itself has it.
void module_not_found(Call& call, const std::string& name, const std::string& version) {
  const bool any_version = version.empty();
  call.pipeline.error(
      {.message = "The specified module '" + name + "' " +
                  (any_version ? "" : "with version '" + version + "' ") +
                  "was not loaded because no valid module file was found in any module directory.",
       .fqid = std::string(any_version ? "Modules_ModuleNotFound"
                                       : "Modules_ModuleWithVersionNotFound") +
               ",Microsoft.PowerShell.Commands.ImportModuleCommand",
       .category = "ResourceUnavailable",
       .activity = "Import-Module",
       .exception = "System.IO.FileNotFoundException",
       .target = name});
}

bool version_fits(const Call& call, std::string_view parameter, bool exactly) {
  const auto wanted = call.arguments.text(parameter);
  if (!wanted) return true;
  const auto there = parse_version(call.powershell.scenario.module_version);
  const auto version = parse_version(*wanted);
  return version && there && (exactly ? *there == *version : *there >= *version);
}

void write_module(Call& call) {
  const std::string& version = call.powershell.scenario.module_version;
  const std::string base = "/usr/local/share/powershell/Modules/MicrosoftTeams/" + version;
  Json module = {{"Guid", "d910df43-3ca6-4c9c-a2e3-e9f45a8e2ad9"},
                 {"ModuleBase", base},
                 {"ModuleType", "Script"},
                 {"Name", teams_module},
                 {"Path", base + "/MicrosoftTeams.psd1"},
                 {"Version", version}};
  call.pipeline.object(module);
}

void import_module(Call& call) {
  for (const std::string& name : call.arguments.texts("Name")) {
    if (!same_text(name, teams_module) || call.powershell.scenario.module_absent) {
      module_not_found(call, name, "");
    } else if (!version_fits(call, "MinimumVersion", false)) {
      module_not_found(call, name, *call.arguments.text("MinimumVersion"));
    } else if (!version_fits(call, "RequiredVersion", true)) {
      module_not_found(call, name, *call.arguments.text("RequiredVersion"));
    } else {
      if (call.arguments.flag("Force")) call.powershell.imported = false;
      import_teams_module(call.powershell, call.pipeline);
      if (call.arguments.flag("PassThru")) write_module(call);
    }
  }
}

void get_module(Call& call) {
  const auto names = call.arguments.texts("Name");
  const bool asked =
      names.empty() || std::any_of(names.begin(), names.end(), [](const std::string& name) {
        return same_text(name, teams_module);
      });
  const bool there = call.arguments.flag("ListAvailable") ? !call.powershell.scenario.module_absent
                                                          : call.powershell.imported;
  if (asked && there) write_module(call);
}

}  // namespace

const Cmdlet& import_module_cmdlet() {
  static const Cmdlet cmdlet = {
      .signature = {.cmdlet = "Import-Module",
                    .error_id = "Microsoft.PowerShell.Commands.ImportModuleCommand",
                    .parameters = {{.name = "Name", .type = ParameterType::texts, .position = 0},
                                   {"DisableNameChecking", ParameterType::flag},
                                   {"Force", ParameterType::flag},
                                   {"Global", ParameterType::flag},
                                   {"MinimumVersion"},
                                   {"PassThru", ParameterType::flag},
                                   {"RequiredVersion"},
                                   {"Scope"},
                                   {"SkipEditionCheck", ParameterType::flag}}},
      .run = import_module,
      .of_teams_module = false};
  return cmdlet;
}

const Cmdlet& get_module_cmdlet() {
  static const Cmdlet cmdlet = {
      .signature = {.cmdlet = "Get-Module",
                    .error_id = "Microsoft.PowerShell.Commands.GetModuleCommand",
                    .parameters = {{.name = "Name", .type = ParameterType::texts, .position = 0},
                                   {"All", ParameterType::flag},
                                   {"ListAvailable", ParameterType::flag},
                                   {"Refresh", ParameterType::flag}}},
      .run = get_module,
      .of_teams_module = false};
  return cmdlet;
}

void import_teams_module(PowerShell& powershell, Pipeline& pipeline) {
  if (powershell.imported) return;
  powershell.steps.play(powershell.scenario.import, pipeline);
  powershell.imported = true;
}

}  // namespace teamsctl::simulator
