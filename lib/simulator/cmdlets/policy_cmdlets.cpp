// The readers of policies: Get-CsTeamsCallingPolicy and the seven others.
#include <array>

#include "cmdlets/cmdlets.hpp"
#include "scenario/error_names.hpp"
#include "tenant/policies.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

struct Reader {
  std::string_view cmdlet;
  std::string_view type;
};

constexpr std::array readers = {
    Reader{"Get-CsTeamsCallingPolicy", "TeamsCallingPolicy"},
    Reader{"Get-CsTeamsMeetingPolicy", "TeamsMeetingPolicy"},
    Reader{"Get-CsOnlineVoicemailPolicy", "OnlineVoicemailPolicy"},
    Reader{"Get-CsTeamsEmergencyCallingPolicy", "TeamsEmergencyCallingPolicy"},
    Reader{"Get-CsOnlineVoiceRoutingPolicy", "OnlineVoiceRoutingPolicy"},
    Reader{"Get-CsTenantDialPlan", "TenantDialPlan"},
    Reader{"Get-CsTeamsEmergencyCallRoutingPolicy", "TeamsEmergencyCallRoutingPolicy"},
    Reader{"Get-CsCallingLineIdentity", "CallingLineIdentity"},
};

std::string_view type_of(std::string_view cmdlet) {
  for (const Reader& reader : readers)
    if (reader.cmdlet == cmdlet) return reader.type;
  return {};
}

void write_not_found(Call& call, std::string_view type, const std::string& identity) {
  const std::string& cmdlet = call.pipeline.command();
  const ErrorNames names = error_names_of(cmdlet);
  if (names.function) {
    constexpr std::string_view tag = "Tag:";
    const bool tagged = same_text(std::string_view(identity).substr(0, tag.size()), tag);
    const std::string name = tagged ? identity.substr(tag.size()) : identity;
    call.pipeline.error(service_refusal(
        "NotFound",
        "Cannot find \"" + std::string(type) + "\" \"Tag:" + name + "\" because it does not exist.",
        cmdlet, "System.Exception"));
    return;
  }
  call.pipeline.error(
      {.message = "\"" + identity +
                  "\" not found Please check your request parameters. CorrelationId: "
                  "00000000-0000-4000-8000-000000000001",
       .fqid = "ClientError," + names.id,
       .activity = names.activity,
       .exception = "Microsoft.Teams.Policy.Administration.Cmdlets.Core.PolicyRpException"});
}

std::vector<const Json*> wanted(const Call& call, std::string_view type) {
  const auto filter = call.arguments.text("Filter");
  return find_policies(type, filter && !filter->empty() ? *filter : "*");
}

void get_policies(Call& call) {
  need_connection(call);
  const std::string_view type = type_of(call.pipeline.command());
  RowSteps steps(call);
  const auto write = [&](const Json& policy) {
    steps.before_row();
    call.pipeline.object(policy);
  };
  const auto identity = call.arguments.text("Identity");
  if (!identity || identity->empty()) {
    for (const Json* policy : wanted(call, type)) write(*policy);
  } else if (const Json* policy = find_policy(type, *identity)) {
    write(*policy);
  } else {
    write_not_found(call, type, *identity);
  }
}

Cmdlet make_reader(const Reader& reader) {
  static const std::vector<std::string> ids = [] {
    std::vector<std::string> made;
    for (const Reader& one : readers) {
      const ErrorNames names = error_names_of(one.cmdlet);
      made.push_back(names.function ? std::string(one.cmdlet) : names.id);
    }
    return made;
  }();
  return {.signature = {.cmdlet = reader.cmdlet,
                        .error_id = ids[static_cast<std::size_t>(&reader - readers.data())],
                        .parameters = {{.name = "Identity", .sets = "I", .position = 1},
                                       {.name = "Filter", .sets = "F"},
                                       {"MsftInternalProcessingMode"}},
                        .sets = "IF"},
          .run = get_policies};
}

}  // namespace

const std::vector<Cmdlet>& policy_cmdlets() {
  static const std::vector<Cmdlet> cmdlets = [] {
    std::vector<Cmdlet> made;
    for (const Reader& reader : readers) made.push_back(make_reader(reader));
    return made;
  }();
  return cmdlets;
}

}  // namespace teamsctl::simulator
