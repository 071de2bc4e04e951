// Get-CsTenant and Get-CsPhoneNumberAssignment.
#include "cmdlets/cmdlets.hpp"
#include "tenant/number_query.hpp"
#include "tenant/number_row.hpp"
#include "tenant/tenant.hpp"

namespace teamsctl::simulator {

namespace {

void get_tenant(Call& call) {
  need_connection(call);
  Connection& connection = *call.powershell.connection;
  if (!connection.verified) {
    connection.verified = true;
    call.powershell.steps.play(call.powershell.scenario.verify, call.pipeline);
  }
  RowSteps(call).before_row();
  call.pipeline.object({{"CountryLetterCode", "US"},
                        {"DisplayName", tenant_name},
                        {"Domains", {tenant_domain}},
                        {"PreferredLanguage", "en"},
                        {"TeamsUpgradeEffectiveMode", "TeamsOnly"},
                        {"TenantId", tenant_id}});
}

void get_phone_numbers(Call& call) {
  need_connection(call);
  const PowerShell& powershell = call.powershell;
  static const RowWriter writer(powershell.module_version());  // one pwsh has one module
  try {
    NumberQuery query(call.arguments, powershell.tenant.numbers(), powershell.scenario.paging,
                      powershell.tenant.shown());
    RowSteps steps(call);
    while (const auto number = query.next()) {
      steps.before_row();
      call.pipeline.row(writer, *number);
    }
  } catch (const BadRequest& refusal) {
    refuse_by_service(call, "BadRequest", refusal.message);
  }
}

/// The names that parameters have in all cmdlets since module 7.9 are aliases of those they had in
/// some.
Parameter before_names(std::string_view name) { return {.name = name, .until = common_names}; }
Parameter since_names(std::string_view name, std::string_view old_name) {
  return {.name = name, .aliases = {old_name}, .since = common_names};
}

}  // namespace

std::vector<Parameter> with_generated(std::vector<Parameter> parameters) {
  for (Parameter hidden : {Parameter{"Break", ParameterType::flag},
                           {"HttpPipelineAppend", ParameterType::anything},
                           {"HttpPipelinePrepend", ParameterType::anything},
                           {"Proxy"},
                           {"ProxyCredential", ParameterType::credential},
                           {"ProxyUseDefaultCredentials", ParameterType::flag}})
    parameters.push_back(std::move(hidden));
  return parameters;
}

const Cmdlet& get_tenant_cmdlet() {
  static const Cmdlet cmdlet = {.signature = {.cmdlet = "Get-CsTenant",
                                              .error_id = "Get-CsTenant",
                                              .parameters = with_generated({})},
                                .run = get_tenant};
  return cmdlet;
}

const Cmdlet& get_phone_numbers_cmdlet() {
  static const Cmdlet cmdlet = {
      .signature = {.cmdlet = "Get-CsPhoneNumberAssignment",
                    .error_id = "Get-CsPhoneNumberAssignment",
                    .parameters = with_generated({{"ActivationState"},
                                                  {"AssignedPstnTargetId"},
                                                  {"AssignmentCategory"},
                                                  {"CapabilitiesContain"},
                                                  {"CivicAddressId"},
                                                  {"Filter"},
                                                  {"IsoCountryCode"},
                                                  {"LocationId"},
                                                  {"NetworkSiteId"},
                                                  before_names("NumberType"),
                                                  since_names("NumberType", "PhoneNumberType"),
                                                  {"PstnAssignmentStatus"},
                                                  {"Skip", ParameterType::number},
                                                  before_names("TelephoneNumber"),
                                                  since_names("TelephoneNumber", "PhoneNumber"),
                                                  {"TelephoneNumberContain"},
                                                  {"TelephoneNumberGreaterThan"},
                                                  {"TelephoneNumberLessThan"},
                                                  {"TelephoneNumberStartsWith"},
                                                  {"Top", ParameterType::number}})},
      .run = get_phone_numbers};
  return cmdlet;
}

}  // namespace teamsctl::simulator
