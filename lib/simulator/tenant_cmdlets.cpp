// Get-CsTenant and Get-CsPhoneNumberAssignment.
#include "cmdlets.hpp"
#include "number_query.hpp"
#include "tenant.hpp"

namespace teamsctl::simulator {

namespace {

/// What every generated cmdlet takes besides its own parameters, and nobody is shown.
const std::vector<Parameter> hidden_parameters = {
    {"Break", ParameterType::flag},
    {"HttpPipelineAppend", ParameterType::anything},
    {"HttpPipelinePrepend", ParameterType::anything},
    {"Proxy"},
    {"ProxyCredential", ParameterType::credential},
    {"ProxyUseDefaultCredentials", ParameterType::flag},
};

std::vector<Parameter> with_hidden(std::vector<Parameter> parameters) {
  parameters.insert(parameters.end(), hidden_parameters.begin(), hidden_parameters.end());
  return parameters;
}

/// Writes an object whose members are plain values or lists, no deeper than was asked for.
void write(Call& call, Json object) {
  if (call.pipeline.depth() < 2) {
    for (auto& [name, value] : object.items())
      if (value.is_structured()) {
        call.pipeline.count_truncated(name);
        value = {{"truncated", true}};
      }
  }
  call.pipeline.object(dump(object));
}

void get_tenant(Call& call) {
  need_connection(call);
  Connection& connection = *call.powershell.connection;
  if (!connection.verified) {
    connection.verified = true;
    call.powershell.steps.play(call.powershell.scenario.verify, call.pipeline);
  }
  write(call, {{"CountryLetterCode", "US"},
               {"DisplayName", tenant_name},
               {"Domains", {tenant_domain}},
               {"PreferredLanguage", "en"},
               {"TeamsUpgradeEffectiveMode", "TeamsOnly"},
               {"TenantId", tenant_id}});
}

const RowWriter& full_row_writer() {
  static const RowWriter writer(2);
  return writer;
}

void write_rows(Call& call, NumberQuery& query, const RowWriter& writer) {
  const auto& steps_at_row = call.powershell.scenario.steps_of(call.pipeline.command()).at_row;
  auto next_steps = steps_at_row.begin();
  std::uint64_t row = 0;
  for (auto number = query.next(); number; number = query.next(), ++row) {
    if (next_steps != steps_at_row.end() && next_steps->first == row) {
      call.powershell.steps.play(next_steps->second, call.pipeline);
      ++next_steps;
    }
    call.pipeline.row(writer, *number);
  }
}

void get_phone_numbers(Call& call) {
  need_connection(call);
  try {
    NumberQuery query(call.arguments, call.powershell.numbers, call.powershell.scenario.paging);
    if (call.pipeline.depth() >= 2) {
      write_rows(call, query, full_row_writer());
    } else {
      write_rows(call, query, RowWriter(call.pipeline.depth()));
    }
  } catch (const BadRequest& refusal) {
    refuse_by_service(call, "BadRequest", refusal.what());
  }
}

}  // namespace

const Cmdlet& get_tenant_cmdlet() {
  static const Cmdlet cmdlet = {.signature = {.cmdlet = "Get-CsTenant",
                                              .error_id = "Get-CsTenant",
                                              .parameters = with_hidden({})},
                                .run = get_tenant};
  return cmdlet;
}

const Cmdlet& get_phone_numbers_cmdlet() {
  static const Cmdlet cmdlet = {
      .signature = {.cmdlet = "Get-CsPhoneNumberAssignment",
                    .error_id = "Get-CsPhoneNumberAssignment",
                    .parameters = with_hidden({{"ActivationState"},
                                               {"AssignedPstnTargetId"},
                                               {"AssignmentCategory"},
                                               {"CapabilitiesContain"},
                                               {"CivicAddressId"},
                                               {"Filter"},
                                               {"IsoCountryCode"},
                                               {"LocationId"},
                                               {"NetworkSiteId"},
                                               {"NumberType"},
                                               {"PstnAssignmentStatus"},
                                               {"Skip", ParameterType::number},
                                               {"TelephoneNumber"},
                                               {"TelephoneNumberContain"},
                                               {"TelephoneNumberGreaterThan"},
                                               {"TelephoneNumberLessThan"},
                                               {"TelephoneNumberStartsWith"},
                                               {"Top", ParameterType::number}})},
      .run = get_phone_numbers};
  return cmdlet;
}

}  // namespace teamsctl::simulator
