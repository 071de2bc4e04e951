// Set-CsPhoneNumberAssignment and Remove-CsPhoneNumberAssignment: what they take, and when.
#include "cmdlets/cmdlets.hpp"
#include "tenant/assignment.hpp"
#include "tenant/number_condition.hpp"

namespace teamsctl::simulator {

namespace {

// The parameter set of Set-CsPhoneNumberAssignment that is played.
constexpr char assignment_set = 'A';
// One of Remove-CsPhoneNumberAssignment.
constexpr char remove_all = 'R';

/// Before this version the service's refusal is the result.
constexpr Version refusal_is_error{4, 2, 1};

std::string either(const Arguments& arguments, std::string_view name, std::string_view old_name) {
  return arguments.text(name).value_or(arguments.text(old_name).value_or(""));
}

void refuse(Call& call, const BadRequest& refusal) {
  if (call.powershell.module_version() >= refusal_is_error)
    return refuse_by_service(call, "BadRequest", refusal.message);
  call.pipeline.object({{"Code", "BadRequest"}, {"Message", refusal.message}});
}

[[noreturn]] void not_simulated() { throw BadRequest("Not simulated"); }

Wanted wanted_by(const Arguments& arguments) {
  return {.identity = arguments.text("Identity").value_or(""),
          .number = either(arguments, "TelephoneNumber", "PhoneNumber"),
          .type = either(arguments, "NumberType", "PhoneNumberType"),
          .location = arguments.text("LocationId"),
          .category = arguments.text("AssignmentCategory"),
          .at = milliseconds_now()};
}

void set_number(Call& call) {
  need_connection(call);
  const Arguments& arguments = call.arguments;
  try {
    if (arguments.sets().front() != assignment_set || arguments.has("NetworkSiteId") ||
        arguments.has("ReverseNumberLookup"))
      not_simulated();
    TenantState& tenant = call.powershell.tenant;
    tenant.add(assign(wanted_by(arguments), tenant));
  } catch (const BadRequest& refusal) {
    refuse(call, refusal);
  }
}

void remove_number(Call& call) {
  need_connection(call);
  const Arguments& arguments = call.arguments;
  try {
    if (arguments.has("AssignmentBlockedDays") || arguments.flag("AssignmentBlockedForever"))
      not_simulated();
    TenantState& tenant = call.powershell.tenant;
    const Wanted wanted = wanted_by(arguments);
    tenant.add(arguments.sets().front() == remove_all ? unassign_all(wanted, tenant)
                                                      : unassign(wanted, tenant));
  } catch (const BadRequest& refusal) {
    refuse(call, refusal);
  }
}

Parameter of_number(std::string_view name, std::string_view sets, bool is_new) {
  Parameter parameter{.name = name, .sets = sets, .mandatory = sets};
  (is_new ? parameter.since : parameter.until) = common_names;
  return parameter;
}

/// The number and its type under the names of either generation of the module.
std::vector<Parameter> number_names(std::string_view number_sets, std::string_view type_sets) {
  std::vector<Parameter> parameters = {
      of_number("PhoneNumber", number_sets, false), of_number("PhoneNumberType", type_sets, false),
      of_number("TelephoneNumber", number_sets, true), of_number("NumberType", type_sets, true)};
  parameters[2].aliases = {"PhoneNumber"};
  parameters[3].aliases = {"PhoneNumberType"};
  return parameters;
}

std::vector<Parameter> joined(std::vector<Parameter> first, std::vector<Parameter> middle,
                              std::vector<Parameter> last) {
  first.insert(first.end(), middle.begin(), middle.end());
  first.insert(first.end(), last.begin(), last.end());
  return first;
}

}  // namespace

const Cmdlet& set_phone_number_cmdlet() {
  static const Cmdlet cmdlet = {
      .signature = {.cmdlet = "Set-CsPhoneNumberAssignment",
                    .error_id = "Set-CsPhoneNumberAssignment",
                    .parameters =
                        joined({{.name = "Identity", .sets = "AE", .mandatory = "AE"}},
                               number_names("LNVA", "A"),
                               {{.name = "LocationId", .sets = "LA", .mandatory = "L"},
                                {.name = "NetworkSiteId", .sets = "NA", .mandatory = "N"},
                                {.name = "ReverseNumberLookup", .sets = "VA", .mandatory = "V"},
                                {.name = "AssignmentCategory", .sets = "A"},
                                {.name = "Notify", .type = ParameterType::flag, .sets = "A"},
                                {.name = "EnterpriseVoiceEnabled",
                                 .type = ParameterType::boolean,
                                 .sets = "E",
                                 .mandatory = "E"},
                                {"HttpPipelinePrepend", ParameterType::anything}}),
                    .sets = "LNVAE"},
      .run = set_number};
  return cmdlet;
}

const Cmdlet& remove_phone_number_cmdlet() {
  static const Cmdlet cmdlet = {
      .signature =
          {.cmdlet = "Remove-CsPhoneNumberAssignment",
           .error_id = "Remove-CsPhoneNumberAssignment",
           .parameters = joined(
               {{.name = "Identity", .sets = "SR", .mandatory = "SR"}}, number_names("S", "S"),
               {{.name = "RemoveAll", .type = ParameterType::flag, .sets = "R", .mandatory = "R"},
                {.name = "Notify", .type = ParameterType::flag},
                {.name = "AssignmentBlockedForever", .type = ParameterType::flag, .sets = "S"},
                {.name = "AssignmentBlockedDays", .type = ParameterType::number, .sets = "S"},
                {"HttpPipelinePrepend", ParameterType::anything}}),
           .sets = "SR"},
      .run = remove_number};
  return cmdlet;
}

}  // namespace teamsctl::simulator
