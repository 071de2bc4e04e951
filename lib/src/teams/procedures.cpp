#include "teams/procedures.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

#include "core/list_procedure.hpp"
#include "core/same_text.hpp"
#include "teams/command_table.hpp"
#include "teams/host_parameters.hpp"
#include "teams/number_change.hpp"
#include "teams/policies_procedure.hpp"
#include "teams/script_procedure.hpp"
#include "teams/user_info_procedure.hpp"
#include "teamsctl/json_members.hpp"

namespace teamsctl::teams {
namespace {

core::QueryPlan plan(std::unique_ptr<core::Procedure> procedure, bool needs_sign_in = true) {
  return {.procedure = std::move(procedure), .needs_sign_in = needs_sign_in};
}

core::QueryPlan plan(core::ListProcedure::What what, bool needs_sign_in = true) {
  return plan(std::make_unique<core::ListProcedure>(std::move(what)), needs_sign_in);
}

core::ListProcedure::Keep keep_rows(std::vector<std::pair<std::string, std::string>> wanted) {
  if (wanted.empty()) return {};
  return [wanted = std::move(wanted)](std::string_view json) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const auto& member) {
      const std::optional<std::string_view> value = json_member(json, member.first);
      const std::optional<std::string> text = value ? json_string_text(*value) : std::nullopt;
      return text && core::same_text_in_any_case(*text, member.second);
    });
  };
}

}  // namespace

core::HostParameters host_parameters(const Parameters& parameters) {
  core::HostParameters out;
  out.reserve(parameters.size());
  for (const auto& [name, value] : parameters)
    std::visit([&, &key = name](const auto& plain) { out.emplace_back(key, plain); }, value);
  return out;
}

core::HostInvoke get_numbers(
    std::initializer_list<std::pair<std::string_view, std::string>> parameters) {
  core::HostInvoke invoke{.command = "Get-CsPhoneNumberAssignment", .parameters = {}};
  for (const auto& [name, value] : parameters)
    invoke.parameters.emplace_back(std::string(name), value);
  return invoke;
}

core::QueryPlan query_plan(List request) {
  const CommandInfo* command = find_command(request.command);
  if (command == nullptr || command->shape != CommandShape::list)
    throw std::invalid_argument("no listing command: " + request.command);
  core::ListProcedure::What what{
      .invoke = {.command = std::string(command->cmdlets.front()),
                 .parameters = host_parameters(request.parameters)},
      .keep = keep_rows(std::move(request.keep)),
      .meaning = [name = command->name](std::span<const core::ErrorRecord> records) {
        return core::command_error(records, error_meanings(name));
      }};
  if (command->page != 0)
    what.paging =
        core::Paging{.page_size = command->page, .top = request.top, .skip = request.skip};
  return plan(std::move(what));
}

core::QueryPlan query_plan(GetPhoneNumbers request) {
  List list{.command = "get-phone-numbers",
            .parameters = std::move(request.filters),
            .top = request.top,
            .skip = request.skip,
            .keep = {}};
  if (!request.city.empty()) list.keep.emplace_back("City", std::move(request.city));
  return query_plan(std::move(list));
}

core::QueryPlan query_plan(GetTenant) {
  return query_plan(
      List{.command = "get-tenant", .parameters = {}, .top = {}, .skip = 0, .keep = {}});
}

core::QueryPlan query_plan(GetPolicies request) {
  return plan(std::make_unique<PoliciesProcedure>(std::move(request)));
}

core::QueryPlan query_plan(GetUserInfo request) {
  return plan(std::make_unique<UserInfoProcedure>(std::move(request)));
}

core::QueryPlan query_plan(AssignPhoneNumber request) {
  return plan(std::make_unique<NumberChange>(std::move(request)));
}

core::QueryPlan query_plan(RemovePhoneNumber request) {
  return plan(std::make_unique<NumberChange>(std::move(request)));
}

core::QueryPlan query_plan(RunScript request) {
  return plan(std::make_unique<ScriptProcedure>(std::move(request)));
}

core::QueryPlan query_plan(GetModule) {
  core::HostInvoke invoke{
      .command = "Get-Module", .parameters = {}, .properties = {"Name", "Version", "ModuleBase"}};
  invoke.parameters.emplace_back("Name", "MicrosoftTeams");
  invoke.parameters.emplace_back("ListAvailable", Switch{});
  return plan(core::ListProcedure::What{.invoke = std::move(invoke)}, false);
}

core::QueryPlan query_plan(Invoke request) {
  // Only what is named as a reader is known to change nothing.
  const std::string& name = request.command;
  const bool reads =
      name.starts_with("Get-") || name.starts_with("Find-") || name.starts_with("Test-");
  return plan(core::ListProcedure::What{
      .invoke = {.command = request.command, .parameters = host_parameters(request.parameters)},
      .repeatable = reads});
}

}  // namespace teamsctl::teams
