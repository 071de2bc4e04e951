// Get-CsOnlineUser and Get-CsUserPolicyAssignment.
#include "cmdlets/cmdlets.hpp"
#include "scenario/error_names.hpp"
#include "tenant/number_condition.hpp"
#include "tenant/tenant.hpp"
#include "tenant/user_query.hpp"
#include "tenant/user_row.hpp"
#include "tenant/users.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

void get_users(Call& call) {
  need_connection(call);
  try {
    UserQuery query(call.arguments, call.powershell.tenant);
    if (query.is_missing()) {
      call.pipeline.error(service_refusal("NotFound", "userId was not found",
                                          call.pipeline.command(), "System.Exception"));
      return;
    }
    RowSteps steps(call);
    while (const auto user = query.next()) {
      steps.before_row();
      call.pipeline.object(query.row(*user));
    }
  } catch (const BadRequest& refusal) {
    refuse_by_service(call, "BadRequest", refusal.message);
  }
}

Json assignment_row(const UserPolicy& policy) {
  const std::string group = policy.by_group ? guid('9', 1) : "";
  return {{"PolicyName", policy.name},
          {"PolicySource", Json::array({{{"AssignmentType", policy.by_group ? "Group" : "Direct"},
                                         {"PolicyName", policy.name},
                                         {"PolicyType", policy.type},
                                         {"Reference", group}}})},
          {"PolicyType", policy.type}};
}

void get_user_policies(Call& call) {
  need_connection(call);
  const auto user =
      find_user_by_id_or_name(*call.arguments.text("Identity"), call.powershell.tenant.numbers());
  if (!user) {
    call.pipeline.error(service_refusal(
        "NotFound", "The server responded with a Request Error, Status: NotFound",
        call.pipeline.command(),
        "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.UndeclaredResponseException"));
    return;
  }
  const std::string type = call.arguments.text("PolicyType").value_or("");
  RowSteps steps(call);
  for (const UserPolicy& policy : policies_of_user(*user)) {
    if (!type.empty() && !same_text(type, policy.type)) continue;
    steps.before_row();
    call.pipeline.object(assignment_row(policy));
  }
}

}  // namespace

const Cmdlet& get_online_user_cmdlet() {
  static const Cmdlet cmdlet = {
      .signature = {.cmdlet = "Get-CsOnlineUser",
                    .error_id = "Get-CsOnlineUser",
                    .parameters = {{.name = "Identity", .sets = "I", .position = 0},
                                   {.name = "Filter", .sets = "F"},
                                   {"AccountType"},
                                   {.name = "OrderBy", .aliases = {"Sort"}},
                                   {"Properties", ParameterType::texts},
                                   {"ResultSize", ParameterType::count},
                                   {"SkipUserPolicies", ParameterType::flag},
                                   {"SoftDeletedUsers", ParameterType::flag},
                                   {"MsftInternalProcessingMode"}},
                    .sets = "IF"},
      .run = get_users};
  return cmdlet;
}

const Cmdlet& get_user_policies_cmdlet() {
  static const Cmdlet cmdlet = {
      .signature = {.cmdlet = "Get-CsUserPolicyAssignment",
                    .error_id = "Get-CsUserPolicyAssignment",
                    .parameters = with_generated(
                        {{.name = "Identity", .sets = "G", .mandatory = "G"}, {"PolicyType"}}),
                    .sets = "G"},
      .run = get_user_policies};
  return cmdlet;
}

}  // namespace teamsctl::simulator
