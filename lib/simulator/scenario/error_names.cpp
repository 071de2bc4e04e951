#include "scenario/error_names.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace teamsctl::simulator {

namespace {

using Names = std::pair<std::string_view, std::string_view>;

/// Cmdlets of the module's policy assembly, and their classes.
constexpr std::array binary_cmdlets = {
    Names{"Get-CsTeamsCallingPolicy", "GetTeamsCallingPolicyCmdlet"},
    Names{"Get-CsTeamsMeetingPolicy", "GetTeamsMeetingPolicyCmdlet"},
    Names{"Get-CsOnlineVoicemailPolicy", "GetOnlineVoicemailPolicyCmdlet"},
    Names{"Get-CsTeamsEmergencyCallingPolicy", "GetTeamsEmergencyCallingPolicyCmdlet"},
};

/// Functions whose private cmdlet is not called after them; the others' is their name and "_Get".
constexpr std::array private_cmdlets = {
    Names{"Get-CsOnlineUser", "Get-CsUser_Get"},
    Names{"Get-CsOnlineVoiceRoutingPolicy", "Get-CsConfiguration_Get"},
    Names{"Get-CsTenantDialPlan", "Get-CsConfiguration_Get"},
    Names{"Get-CsTeamsEmergencyCallRoutingPolicy", "Get-CsConfiguration_Get"},
    Names{"Get-CsCallingLineIdentity", "Get-CsConfiguration_Get"},
    Names{"Set-CsPhoneNumberAssignment", "Set-CsPhoneNumberAssignment_Set"},
    Names{"Remove-CsPhoneNumberAssignment", "Remove-CsPhoneNumberAssignment_Remove"},
};

template <std::size_t size>
std::string second_of(const std::array<Names, size>& all, std::string_view first) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Names& one) { return one.first == first; });
  return found == all.end() ? "" : std::string(found->second);
}

}  // namespace

ErrorNames error_names_of(std::string_view cmdlet) {
  const std::string name(cmdlet);
  if (cmdlet.find("-Cs") == std::string_view::npos) return {.activity = name, .id = name};
  if (const std::string type = second_of(binary_cmdlets, cmdlet); !type.empty())
    return {.activity = name,
            .id = "Microsoft.Teams.Policy.Administration.Cmdlets.Core." + type,
            .of_service = true};
  std::string inner = second_of(private_cmdlets, cmdlet);
  if (inner.empty()) inner = name + "_Get";
  std::string type = inner;
  std::erase(type, '-');
  return {.activity = inner,
          .id = "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Cmdlets." + type,
          .of_service = true,
          .function = true};
}

ErrorRecord service_refusal(std::string_view status, std::string message, std::string_view cmdlet,
                            std::string_view exception) {
  const ErrorNames names = error_names_of(cmdlet);
  return {.message = std::move(message),
          .fqid = std::string(status) + "," + names.id,
          .category = "InvalidOperation",
          .activity = names.activity,
          .exception = std::string(exception)};
}

}  // namespace teamsctl::simulator
