#include "cmdlets.hpp"

#include <algorithm>
#include <array>

#include "text.hpp"
#include "version.hpp"

namespace teamsctl::simulator {

namespace {

using GetCmdlet = const Cmdlet& (*)();
constexpr std::array<GetCmdlet, 6> cmdlets = {import_module_cmdlet, get_module_cmdlet,
                                              connect_cmdlet,       disconnect_cmdlet,
                                              get_tenant_cmdlet,    get_phone_numbers_cmdlet};

CommandFailed command_not_found(const std::string& name) {
  return {{.message = "The term '" + name +
                      "' is not recognized as a name of a cmdlet, function, script file, or "
                      "executable program.\n"
                      "Check the spelling of the name, or if a path was included, verify that the "
                      "path is correct and try "
                      "again.",
           .fqid = "CommandNotFoundException",
           .category = "ObjectNotFound",
           .exception = "System.Management.Automation.CommandNotFoundException",
           .target = name}};
}

/// "Get-CsTenant" is GetCsTenant in the names of the module's classes.
std::string class_name(std::string_view cmdlet) {
  std::string name(cmdlet);
  std::erase(name, '-');
  return name;
}

}  // namespace

const Cmdlet* find_cmdlet(std::string_view name) {
  for (const GetCmdlet get : cmdlets)
    if (same_text(get().signature.cmdlet, name)) return &get();
  return nullptr;
}

void run_command(PowerShell& powershell, const CommandRequest& request, Pipeline& pipeline) {
  const Cmdlet* cmdlet = find_cmdlet(request.command);
  if (cmdlet == nullptr || (cmdlet->of_teams_module && powershell.scenario.module_absent))
    throw command_not_found(request.command);
  const std::string name(cmdlet->signature.cmdlet);
  pipeline.set_command(name);
  if (cmdlet->of_teams_module) import_teams_module(powershell, pipeline);
  const Arguments arguments(cmdlet->signature, request.parameters);
  if (const auto action = arguments.text("ErrorAction"); action && same_text(*action, "Stop"))
    pipeline.stop_on_errors();
  Call call{.powershell = powershell, .arguments = arguments, .pipeline = pipeline};
  const CommandSteps& steps = powershell.scenario.steps_of(name);
  powershell.steps.play(steps.before, pipeline);
  cmdlet->run(call);
  powershell.steps.play(steps.after, pipeline);
}

void need_connection(const Call& call) {
  if (call.powershell.connection) return;
  const std::string& cmdlet = call.pipeline.command();
  // What a cmdlet says depends on how its part of the module reaches the service: the generated
  // ones of today, or the remote session of module 2 and before.
  const auto version = parse_version(call.powershell.scenario.module_version);
  if (version && (*version)[0] < 3)
    throw CommandFailed{
        {.message =
             "Run either Connect-MicrosoftTeams or new-csonlinesession before running cmdlets.",
         .fqid = "Run either Connect-MicrosoftTeams or new-csonlinesession before running cmdlets.",
         .category = "OperationStopped",
         .activity = cmdlet,
         .exception = "System.Management.Automation.RuntimeException"}};
  throw CommandFailed{
      {.message =
           "You must call the Connect-MicrosoftTeams cmdlet before calling any other cmdlets.",
       .fqid = "System.UnauthorizedAccessException,Microsoft.Teams.ConfigAPI.Cmdlets.Generated."
               "Cmdlets." +
               class_name(cmdlet) + "_Get",
       .category = "NotSpecified",
       .activity = cmdlet + "_Get",
       .exception = "System.UnauthorizedAccessException"}};
}

void refuse_by_service(Call& call, std::string_view status, std::string message) {
  const std::string& cmdlet = call.pipeline.command();
  call.pipeline.error(
      {.message = std::move(message),
       .fqid = std::string(status) + ",Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Cmdlets." +
               class_name(cmdlet) + "_Get",
       .category = "InvalidOperation",
       .activity = cmdlet + "_Get",
       .exception = "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.RestException`1"});
}

}  // namespace teamsctl::simulator
