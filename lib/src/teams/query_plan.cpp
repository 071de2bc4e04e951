#include "teams/query_plan.hpp"

#include <utility>

namespace teamsctl::teams {
namespace {

// The service gives at most 1,000 rows at once, and 500 when it is not asked for more.
constexpr std::uint64_t phone_number_page = 1000;

core::HostParameters host_parameters(Parameters parameters) {
  core::HostParameters out;
  out.reserve(parameters.size());
  for (auto& [name, value] : parameters)
    std::visit([&, &key = name](auto& plain) { out.emplace_back(std::move(key), std::move(plain)); }, value);
  return out;
}

}  // namespace

core::QueryPlan query_plan(GetPhoneNumbers request) {
  return {.invoke = {.command = "Get-CsPhoneNumberAssignment", .parameters = host_parameters(std::move(request.filters))},
          .paging = core::Paging{.page_size = phone_number_page, .top = request.top, .skip = request.skip}};
}

core::QueryPlan query_plan(GetTenant) { return {.invoke = {.command = "Get-CsTenant", .parameters = {}}, .paging = {}}; }

core::QueryPlan query_plan(GetModule) {
  core::QueryPlan plan{.invoke = {.command = "Get-Module", .parameters = {}, .properties = {"Name", "Version", "ModuleBase"}},
                       .paging = {},
                       .needs_sign_in = false};
  plan.invoke.parameters.emplace_back("Name", "MicrosoftTeams");
  plan.invoke.parameters.emplace_back("ListAvailable", Switch{});
  return plan;
}

core::QueryPlan query_plan(Invoke request) {
  return {.invoke = {.command = std::move(request.command), .parameters = host_parameters(std::move(request.parameters))},
          .paging = {}};
}

}  // namespace teamsctl::teams
