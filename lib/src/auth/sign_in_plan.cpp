#include "auth/sign_in_plan.hpp"

namespace teamsctl::auth {

core::SignInPlan sign_in_plan(SignIn request) {
  core::SignInPlan plan;
  plan.import = {.command = "Import-Module", .parameters = {}};
  plan.import.parameters.emplace_back("Name", "MicrosoftTeams");
  plan.connect = {.command = "Connect-MicrosoftTeams", .parameters = {}};
  if (!request.tenant_id.empty()) plan.connect.parameters.emplace_back("TenantId", std::move(request.tenant_id));
  plan.verify = {.command = "Get-CsTenant", .parameters = {}};
  plan.wants_credential = true;
  plan.username = std::move(request.username);
  plan.password = std::move(request.password);
  plan.mfa_code_digits = request.mfa_code_digits;
  return plan;
}

}  // namespace teamsctl::auth
