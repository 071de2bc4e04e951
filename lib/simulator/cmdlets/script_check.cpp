#include "cmdlets/script_check.hpp"

#include <algorithm>
#include <array>

#include "script/script_parser.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

/// Commands with these before the dash change nothing.
constexpr std::array reading = {
    // The simulator knows some of them,
    "get", "find", "test",
    // and none of these.
    "compare", "convert", "convertfrom", "convertto", "foreach", "format", "group", "join",
    "measure", "resolve", "select", "sort", "split", "where"};

bool only_reads(std::string_view command) {
  const std::string name = lower(command);
  const std::string verb = name.substr(0, name.find('-'));
  if (std::find(reading.begin(), reading.end(), verb) != reading.end()) return true;
  return std::any_of(write_cmdlets().begin(), write_cmdlets().end(), [&](const Cmdlet& cmdlet) {
    return same_text(cmdlet.signature.cmdlet, name);
  });
}

CommandFailed not_read_only(const CallStatement& call) {
  return {.error = {.message = call.command + " at " + std::to_string(call.line) + ":" +
                               std::to_string(call.column) + " is not a command that only reads",
                    .fqid = "NotReadOnly",
                    .category = "PermissionDenied",
                    .exception = "System.UnauthorizedAccessException",
                    .target = call.command},
          .made_terminating = true};
}

void check_call(const CallStatement& call, const Version& version) {
  const Cmdlet* cmdlet = find_cmdlet(call.command);
  if (cmdlet == nullptr) throw not_simulated(call.command);
  if (cmdlet->of_teams_module) return;
  const auto& parameters = cmdlet->signature.parameters;
  // They ask a person for what is missing.
  if (call.arguments.empty() && std::any_of(parameters.begin(), parameters.end(),
                                            [](const auto& one) { return !one.mandatory.empty(); }))
    throw not_simulated(call.command);
  // Those that take what is left take names that are none as texts.
  if (std::none_of(parameters.begin(), parameters.end(),
                   [](const auto& one) { return one.takes_rest; }))
    return;
  for (const Argument& argument : call.arguments) {
    if (argument.parameter.empty()) continue;
    try {
      (void)find_parameter(cmdlet->signature, version, argument.parameter);
    } catch (const CommandFailed&) {
      throw not_simulated("-" + argument.parameter);
    }
  }
}

const CallStatement* call_in(const Statement& statement) {
  if (const auto* assignment = std::get_if<std::shared_ptr<const Assignment>>(&statement))
    return call_in((*assignment)->from);
  return std::get_if<CallStatement>(&statement);
}

}  // namespace

void check_script(const std::vector<Statement>& script, const Version& module, bool read_only) {
  for (const Statement& statement : script)
    if (const CallStatement* call = call_in(statement);
        read_only && call != nullptr && !only_reads(call->command))
      throw not_read_only(*call);
  for (const Statement& statement : script)
    if (const CallStatement* call = call_in(statement)) check_call(*call, module);
}

}  // namespace teamsctl::simulator
