// Requests with PowerShell text: the small part of PowerShell that the simulator runs.
#include <utility>

#include "cmdlets/cmdlets.hpp"
#include "cmdlets/script_check.hpp"
#include "script/script_parser.hpp"

namespace teamsctl::simulator {

namespace {

struct ScriptEnded {};

class ScriptRun {
 public:
  ScriptRun(PowerShell& powershell, Pipeline& pipeline)
      : powershell_(powershell), pipeline_(pipeline) {}

  void operator()(const Expression& expression) {
    if (const auto value = value_of(expression)) write(*value);
  }

  void operator()(const CallStatement& statement) { (void)call(statement); }

  void operator()(const ThrowStatement& statement) const {
    const Json value = value_of(statement.text).value_or(nullptr);
    const std::string text = value.is_string() ? value.get<std::string>() : dump(value);
    throw CommandFailed{.error = {.message = text,
                                  .fqid = text,
                                  .category = "OperationStopped",
                                  .exception = "System.Management.Automation.RuntimeException",
                                  .target = text},
                        .made_terminating = true};
  }

  void operator()(const ExitStatement&) const { throw ScriptEnded{}; }

  void operator()(const std::shared_ptr<const Assignment>& assignment) {
    (void)assign(*assignment);
  }

 private:
  /// The value, or nothing where a command gave nothing.
  [[nodiscard]] std::optional<Json> value_of(const Expression& expression) const {
    if (const auto* literal = std::get_if<Json>(&expression.content)) return *literal;
    if (const auto* variable = std::get_if<Variable>(&expression.content)) {
      const auto found = powershell_.variables.find(variable->name);
      return found == powershell_.variables.end() ? Json(nullptr) : found->second;
    }
    Json list = Json::array();
    for (const Expression& item : std::get<std::vector<Expression>>(expression.content))
      list.push_back(value_of(item).value_or(nullptr));
    return list;
  }

  void write(const Json& value) {
    if (!value.is_array()) return pipeline_.object(value);
    for (const Json& item : value) pipeline_.object(item);
  }

  /// Whether the statement came to its end: then its results are the variable's value.
  bool assign(const Assignment& assignment) {
    std::optional<Json> value;
    if (const auto* expression = std::get_if<Expression>(&assignment.from)) {
      value = value_of(*expression);
    } else if (const auto* inner =
                   std::get_if<std::shared_ptr<const Assignment>>(&assignment.from)) {
      if (!assign(**inner)) return false;
      value = powershell_.variables[(*inner)->name];
    } else {
      pipeline_.keep_results();
      bool ended = false;
      try {
        ended = call(std::get<CallStatement>(assignment.from));
      } catch (...) {
        (void)pipeline_.take_results();
        throw;
      }
      auto results = pipeline_.take_results();
      if (!ended) return false;
      if (results.size() == 1) value = std::move(results.front());
      if (results.size() > 1) value = Json(std::move(results));
    }
    powershell_.variables[assignment.name] = std::move(value);
    return true;
  }

  /// Runs a command; false when an error ended it, which ends the statement and not the script.
  bool call(const CallStatement& statement) {
    try {
      const Cmdlet& cmdlet = *find_cmdlet(statement.command);
      run_command(powershell_, cmdlet, arguments_of(cmdlet, statement.arguments), pipeline_);
    } catch (const CommandEnded&) {
    } catch (const CommandFailed& failure) {
      if (failure.made_terminating) throw;
      pipeline_.statement_ended(failure.error);
      return false;
    }
    return true;
  }

  /// Gives names the values that follow them.
  [[nodiscard]] std::vector<Given> arguments_of(const Cmdlet& cmdlet,
                                                const std::vector<Argument>& arguments) const {
    std::vector<Given> given;
    for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
      Given one{.name = argument->parameter};
      if (!argument->value.empty()) {
        one.value = value_of(argument->value.front()).value_or(nullptr);
      } else if (find_parameter(cmdlet.signature, powershell_.module_version(), one.name).type ==
                 ParameterType::flag) {
        one.value = true;
      } else if (const auto next = argument + 1;
                 next != arguments.end() && next->parameter.empty()) {
        one.value = value_of(next->value.front()).value_or(nullptr);
        argument = next;
      }
      given.push_back(std::move(one));
    }
    return given;
  }

  PowerShell& powershell_;
  Pipeline& pipeline_;
};

}  // namespace

void run_script(PowerShell& powershell, const CommandRequest& request, Pipeline& pipeline) {
  const auto script = parse_script(request.script);
  check_script(script, powershell.module_version(), request.read_only);
  const auto before = powershell.variables;
  powershell.in_script = true;
  const auto leave = [&] {
    powershell.in_script = false;
    // A script that only reads leaves no variables behind.
    if (request.read_only) powershell.variables = before;
  };
  try {
    ScriptRun run(powershell, pipeline);
    for (const Statement& statement : script) std::visit(run, statement);
  } catch (const ScriptEnded&) {
  } catch (...) {
    leave();
    throw;
  }
  leave();
}

}  // namespace teamsctl::simulator
