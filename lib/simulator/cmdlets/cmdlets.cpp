#include "cmdlets/cmdlets.hpp"

#include <algorithm>
#include <array>

#include "scenario/error_names.hpp"
#include "text/text.hpp"
#include "text/version.hpp"

namespace teamsctl::simulator {

namespace {

using GetCmdlet = const Cmdlet& (*)();
constexpr std::array<GetCmdlet, 10> cmdlets = {import_module_cmdlet,    get_module_cmdlet,
                                               connect_cmdlet,          disconnect_cmdlet,
                                               get_tenant_cmdlet,       get_phone_numbers_cmdlet,
                                               get_online_user_cmdlet,  get_user_policies_cmdlet,
                                               set_phone_number_cmdlet, remove_phone_number_cmdlet};

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

/// PowerShell loads the module of a command before it looks at the arguments.
void begin_command(PowerShell& powershell, const Cmdlet& cmdlet, Pipeline& pipeline) {
  const std::string name(cmdlet.signature.cmdlet);
  if (cmdlet.of_teams_module && powershell.scenario.module_absent) throw command_not_found(name);
  pipeline.set_command(name);
  if (cmdlet.of_teams_module) import_teams_module(powershell, pipeline);
}

Pipeline::OnError on_error_of(const Arguments& arguments) {
  const std::string action = arguments.text("ErrorAction").value_or("");
  if (same_text(action, "Stop")) return Pipeline::OnError::stop;
  const bool ignored = same_text(action, "SilentlyContinue") || same_text(action, "Ignore");
  return ignored ? Pipeline::OnError::ignore : Pipeline::OnError::report;
}

}  // namespace

const Cmdlet* find_cmdlet(std::string_view name) {
  for (const GetCmdlet get : cmdlets)
    if (same_text(get().signature.cmdlet, name)) return &get();
  for (const auto* group : {&policy_cmdlets(), &write_cmdlets()})
    for (const Cmdlet& cmdlet : *group)
      if (same_text(cmdlet.signature.cmdlet, name)) return &cmdlet;
  return nullptr;
}

void run_command(PowerShell& powershell, const CommandRequest& request, Pipeline& pipeline) {
  open_certificates(request.parameters);
  const Cmdlet* cmdlet = find_cmdlet(request.command);
  if (cmdlet == nullptr) throw command_not_found(request.command);
  begin_command(powershell, *cmdlet, pipeline);
  run_cmdlet(powershell, *cmdlet,
             Arguments(cmdlet->signature, request.parameters, powershell.module_version()),
             pipeline);
}

void run_command(PowerShell& powershell, const Cmdlet& cmdlet, const std::vector<Given>& arguments,
                 Pipeline& pipeline) {
  begin_command(powershell, cmdlet, pipeline);
  run_cmdlet(powershell, cmdlet,
             Arguments(cmdlet.signature, arguments, powershell.module_version()), pipeline);
}

void run_cmdlet(PowerShell& powershell, const Cmdlet& cmdlet, const Arguments& arguments,
                Pipeline& pipeline) {
  const std::string name(cmdlet.signature.cmdlet);
  pipeline.set_on_error(on_error_of(arguments));
  Call call{.powershell = powershell, .arguments = arguments, .pipeline = pipeline};
  const CommandSteps& steps = powershell.scenario.steps_of(name);
  const auto at_call = steps.at_call.find(powershell.calls[name]++);
  try {
    powershell.steps.play(steps.before, pipeline);
    if (at_call != steps.at_call.end()) powershell.steps.play(at_call->second, pipeline);
    cmdlet.run(call);
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
  if (powershell.connection) {
    powershell.tenant.refresh(milliseconds_now());
    return;
  }
  // What a cmdlet says depends on how its part of the module reaches the service: the generated
  // ones of today, those of policies, or the remote session of module 2 and before.
  const bool old = powershell.module_version()[0] < 3;
  const bool function = error_names_of(call.pipeline.command()).function;
  const NoSession words = old        ? NoSession::run_either
                          : function ? NoSession::must_connect
                                     : NoSession::no_session;
  powershell.steps.fail_without_session(powershell.expired.value_or(words), call.pipeline);
}

void refuse_by_service(Call& call, std::string_view status, std::string message) {
  call.pipeline.error(service_refusal(status, std::move(message), call.pipeline.command()));
}

RowSteps::RowSteps(Call& call)
    : call_(call),
      steps_(call.powershell.scenario.steps_of(call.pipeline.command()).at_row),
      next_(steps_.begin()) {}

void RowSteps::before_row() {
  if (next_ != steps_.end() && next_->first == row_) {
    call_.powershell.steps.play(next_->second, call_.pipeline);
    ++next_;
  }
  ++row_;
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
