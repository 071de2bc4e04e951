#include "cmdlets.hpp"

#include <algorithm>
#include <array>

#include "entra_refusals.hpp"
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

/// What cannot be read fails before the command is even looked for.
void open_certificates(const Json& parameters) {
  for (const auto& [name, value] : parameters.items()) {
    if (!value.is_object() || !value.contains("type") || value["type"] != "certificate") continue;
    const auto opened = open_certificate(value);
    if (const auto* error = std::get_if<ErrorRecord>(&opened)) throw CommandFailed{*error};
  }
}

}  // namespace

const Cmdlet* find_cmdlet(std::string_view name) {
  for (const GetCmdlet get : cmdlets)
    if (same_text(get().signature.cmdlet, name)) return &get();
  return nullptr;
}

void run_command(PowerShell& powershell, const CommandRequest& request, Pipeline& pipeline) {
  open_certificates(request.parameters);
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
  const auto at_call = steps.at_call.find(powershell.calls[name]++);
  try {
    powershell.steps.play(steps.before, pipeline);
    if (at_call != steps.at_call.end()) powershell.steps.play(at_call->second, pipeline);
    cmdlet->run(call);
    powershell.steps.play(steps.after, pipeline);
  } catch (...) {
    if (const auto expiry = powershell.steps.take_expiry()) {
      powershell.connection.reset();
      powershell.expired = expiry;
    }
    throw;
  }
}

void need_connection(const Call& call) {
  PowerShell& powershell = call.powershell;
  if (powershell.connection) return;
  // What a cmdlet says depends on how its part of the module reaches the service: the generated
  // ones of today, or the remote session of module 2 and before.
  const auto version = parse_version(powershell.scenario.module_version);
  const bool old = version && (*version)[0] < 3;
  powershell.steps.fail_without_session(
      powershell.expired.value_or(old ? NoSession::run_either : NoSession::must_connect),
      call.pipeline);
}

void refuse_by_service(Call& call, std::string_view status, std::string message) {
  call.pipeline.error(service_refusal(status, std::move(message), call.pipeline.command()));
}

std::variant<Certificate, ErrorRecord> open_certificate(const Json& value) {
  const auto text = [&](const char* name) {
    const auto found = value.find(name);
    return found != value.end() && found->is_string() ? std::optional(found->get<std::string>())
                                                      : std::nullopt;
  };
  return open_certificate(text("path").value_or(""), text("password"));
}

}  // namespace teamsctl::simulator
