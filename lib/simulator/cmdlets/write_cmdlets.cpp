// Write-Output and its like: PowerShell's own, and none of the module's.
#include <algorithm>
#include <array>

#include "cmdlets/cmdlets.hpp"
#include "script/script_parser.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

/// A value as PowerShell shows it in a text; objects are known by their types, which only the real
/// one has.
std::string text_of(const Json& value, std::string_view between = " ") {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return "";
  if (value.is_boolean()) return value.get<bool>() ? "True" : "False";
  if (value.is_object()) throw not_simulated("an object as a text");
  if (!value.is_array()) return dump(value);
  std::string all;
  for (bool first = true; const Json& item : value) {
    if (!first) all.append(between);
    all.append(text_of(item, between));
    first = false;
  }
  return all;
}

Json given(const Call& call, std::string_view name) {
  const Json* value = call.arguments.raw(name);
  return value == nullptr ? Json(nullptr) : *value;
}

void write_output(Call& call) {
  const Json value = given(call, "InputObject");
  if (!value.is_array() || call.arguments.flag("NoEnumerate")) return call.pipeline.object(value);
  for (const Json& item : value) call.pipeline.object(item);
}

void write_host(Call& call) {
  call.pipeline.host(text_of(given(call, "Object")), !call.arguments.flag("NoNewline"));
}

void write_warning(Call& call) {
  call.pipeline.message("warning", *call.arguments.text("Message"));
}

void write_verbose(Call& call) {
  if (call.arguments.flag("Verbose"))
    call.pipeline.message("verbose", *call.arguments.text("Message"));
}

void write_information(Call& call) {
  call.pipeline.message("information", text_of(given(call, "MessageData")));
}

/// PowerShell's error categories.
bool is_category(std::string_view name) {
  constexpr std::array all = {
      "NotSpecified",        "OpenError",           "CloseError",       "DeviceError",
      "DeadlockDetected",    "InvalidArgument",     "InvalidData",      "InvalidOperation",
      "InvalidResult",       "InvalidType",         "MetadataError",    "NotImplemented",
      "NotInstalled",        "ObjectNotFound",      "OperationStopped", "OperationTimeout",
      "SyntaxError",         "ParserError",         "PermissionDenied", "ResourceBusy",
      "ResourceExists",      "ResourceUnavailable", "ReadError",        "WriteError",
      "FromStdErr",          "SecurityError",       "ProtocolError",    "ConnectionError",
      "AuthenticationError", "LimitsExceeded",      "QuotaExceeded",    "NotEnabled"};
  return std::find(all.begin(), all.end(), name) != all.end();
}

void write_error(Call& call) {
  const std::string category = call.arguments.text("Category").value_or("NotSpecified");
  if (!is_category(category)) throw not_simulated("-Category " + category);
  const std::string type = "Microsoft.PowerShell.Commands.WriteErrorException";
  std::string id = call.arguments.text("ErrorId").value_or(type);
  // What is written in a script is the script's error, not the cmdlet's.
  if (!call.powershell.in_script) id += ",Microsoft.PowerShell.Commands.WriteErrorCommand";
  call.pipeline.error({.message = *call.arguments.text("Message"),
                       .fqid = std::move(id),
                       .category = category,
                       .activity = "Write-Error",
                       .exception = type});
}

Parameter message() {
  return {.name = "Message", .sets = "M", .mandatory = "M", .allows_empty = true, .position = 0};
}

Parameter anything(std::string_view name, bool mandatory, bool takes_rest) {
  return {.name = name,
          .type = ParameterType::anything,
          .sets = "M",
          .mandatory = mandatory ? "M" : "",
          .allows_empty = true,
          .position = 0,
          .takes_rest = takes_rest};
}

Cmdlet make(std::string_view name, std::string_view type, std::vector<Parameter> parameters,
            void (*run)(Call&)) {
  return {.signature = {.cmdlet = name,
                        .error_id = type,
                        .parameters = std::move(parameters),
                        .sets = "M"},
          .run = run,
          .of_teams_module = false};
}

}  // namespace

const std::vector<Cmdlet>& write_cmdlets() {
  static const std::vector<Cmdlet> cmdlets = {
      make("Write-Output", "Microsoft.PowerShell.Commands.WriteOutputCommand",
           {anything("InputObject", true, true), {"NoEnumerate", ParameterType::flag}},
           write_output),
      make("Write-Host", "Microsoft.PowerShell.Commands.WriteHostCommand",
           {anything("Object", false, true), {"NoNewline", ParameterType::flag}}, write_host),
      make("Write-Warning", "Microsoft.PowerShell.Commands.WriteWarningCommand", {message()},
           write_warning),
      make("Write-Verbose", "Microsoft.PowerShell.Commands.WriteVerboseCommand", {message()},
           write_verbose),
      make("Write-Information", "Microsoft.PowerShell.Commands.WriteInformationCommand",
           {anything("MessageData", true, false)}, write_information),
      make("Write-Error", "Microsoft.PowerShell.Commands.WriteErrorCommand",
           {message(), {"ErrorId"}, {"Category"}}, write_error),
  };
  return cmdlets;
}

}  // namespace teamsctl::simulator
