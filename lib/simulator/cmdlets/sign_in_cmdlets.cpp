// Connect-MicrosoftTeams and Disconnect-MicrosoftTeams.
#include "cmdlets/cmdlets.hpp"
#include "scenario/access_tokens.hpp"
#include "scenario/accounts.hpp"
#include "scenario/entra_refusals.hpp"
#include "scenario/module_refusals.hpp"
#include "tenant/tenant.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

// The parameter sets of Connect-MicrosoftTeams.
constexpr char user = 'U';
constexpr char certificate = 'C';
constexpr char thumbprint = 'T';
constexpr char tokens = 'A';
constexpr char managed_identity = 'M';

constexpr std::string_view connect_class =
    "Microsoft.TeamsCmdlets.Powershell.Connect.ConnectMicrosoftTeams";

/// The application that the tenant knows, with every certificate but those of one name.
constexpr std::string_view registered_application = "11111111-2222-4333-8444-555555555555";
constexpr std::string_view unregistered_name = "unregistered.contoso.example";

struct Attempt {
  std::string account;
  Steps steps;  ///< what the account does, when the scenario does not say it
};

std::string member(const Json& value, const char* name) {
  const auto found = value.find(name);
  return found != value.end() && found->is_string() ? found->get<std::string>() : "";
}

[[noreturn]] void refuse(Call& call, std::string_view name) {
  StepPlayer::refuse(records_of(*find_module_refusal(name), call.pipeline.command()),
                     call.pipeline);
}

Attempt attempt_of_user(Call& call) {
  const Arguments& arguments = call.arguments;
  if (arguments.flag("UseDeviceAuthentication"))
    return {.account = arguments.text("AccountId").value_or("device@contoso.example"),
            .steps = {DeviceCode{}}};
  const Json* credential = arguments.raw("Credential");
  if (credential == nullptr)
    // A browser is what the module wants then, and where pwsh runs there is none.
    refuse(call, "no_browser");
  const std::string account = member(*credential, "username");
  SignInDecision decision = decide_sign_in(account, member(*credential, "password"));
  if (!decision.credential_accepted) call.powershell.steps.play(decision.steps, call.pipeline);
  return {.account = account, .steps = std::move(decision.steps)};
}

Attempt attempt_of_tokens(Call& call) {
  const auto given = call.arguments.texts("AccessTokens");
  switch (judge_tokens(given, call.powershell.steps.asked(call.pipeline).when)) {
    case TokensVerdict::accepted:
      break;
    case TokensVerdict::unreadable:
      // The module reads a Graph token and a Teams token without looking what there is.
      StepPlayer::refuse({null_reference(false, call.pipeline.command()),
                          null_reference(true, call.pipeline.command())},
                         call.pipeline);
    case TokensVerdict::unequal:
      refuse(call, "unequal_tokens");
    case TokensVerdict::expired:
      refuse(call, "expired_tokens");
  }
  return {.account = "mfa@contoso.example", .steps = {}};
}

/// Entra ID looks for the application first, then at what the certificate signed.
Attempt attempt_of_application(Call& call) {
  const Asked asked = call.powershell.steps.asked(call.pipeline);
  const std::string application = *call.arguments.text("ApplicationId");
  const auto opened = open_certificate(*call.arguments.raw("Certificate"));
  const auto& presented = std::get<Certificate>(opened);
  if (!same_text(application, registered_application))
    StepPlayer::refuse(application_not_found(application, asked), call.pipeline);
  if (same_text(presented.common_name, unregistered_name))
    StepPlayer::refuse(records_of(*find_entra_refusal(700027), asked), call.pipeline);
  if (presented.not_after < asked.when)
    StepPlayer::refuse(certificate_expired(presented, asked), call.pipeline);
  return {.account = application, .steps = {}};
}

/// The store of a user who has put nothing into it.
[[noreturn]] void refuse_thumbprint(Call& call) {
  StepPlayer::refuse(
      records_of("No certificate was found in the certificate store with thumbprint " +
                     *call.arguments.text("CertificateThumbprint"),
                 "System.Security.Cryptography.CryptographicException", call.pipeline.command()),
      call.pipeline);
}

Attempt attempt_of(Call& call) {
  const char set = call.arguments.sets().front();
  switch (set) {
    case user:
      return attempt_of_user(call);
    case tokens:
      return attempt_of_tokens(call);
    case certificate:
      return attempt_of_application(call);
    case managed_identity:
      return {.account = "MSI@50342", .steps = {}};
    default:
      refuse_thumbprint(call);
  }
}

void need_tenant(const Call& call) {
  const auto tenant = call.arguments.text("TenantId");
  if (!tenant || tenant->empty() || same_text(*tenant, tenant_id) ||
      same_text(*tenant, tenant_domain))
    return;
  StepPlayer::refuse(tenant_not_found(*tenant, call.powershell.steps.asked(call.pipeline)),
                     call.pipeline);
}

void end_session(PowerShell& powershell) {
  powershell.connection.reset();
  powershell.expired.reset();
}

void connect(Call& call) {
  end_session(call.powershell);
  call.powershell.steps.play(call.powershell.scenario.before_connect, call.pipeline);
  need_tenant(call);
  const Attempt attempt = attempt_of(call);
  const auto environment = call.arguments.text("TeamsEnvironmentName");
  // It says so and goes on.
  if (environment && same_text(*environment, "TeamsGCCH"))
    call.pipeline.message("warning", "Invalid Teams Environment name for Migration API");
  call.powershell.steps.play(call.powershell.scenario.connect.value_or(attempt.steps),
                             call.pipeline);
  call.powershell.connection = Connection{.account = attempt.account};
  const Json context = {{"Account", attempt.account},
                        {"Environment", environment.value_or("AzureCloud")},
                        {"Tenant", tenant_id},
                        {"TenantId", tenant_id}};
  call.pipeline.object(context);
}

void disconnect(Call& call) { end_session(call.powershell); }

}  // namespace

const Cmdlet& connect_cmdlet() {
  static const Cmdlet cmdlet = {
      .signature = {.cmdlet = "Connect-MicrosoftTeams",
                    .error_id = connect_class,
                    .parameters = {{"TenantId", ParameterType::text, "UCTA", {}, "CT"},
                                   {"Credential", ParameterType::credential, "U"},
                                   {"AccountId", ParameterType::text, "U"},
                                   {"UseDeviceAuthentication", ParameterType::flag, "U"},
                                   {.name = "DisableWAM",
                                    .type = ParameterType::flag,
                                    .sets = "U",
                                    .since = Version{7, 8, 1}},
                                   {"TeamsEnvironmentName",
                                    ParameterType::text,
                                    "U",
                                    {"TeamsGCCH", "TeamsDOD", "TeamsChina"}},
                                   {"ApplicationId", ParameterType::text, "CT", {}, "CT"},
                                   {"Certificate", ParameterType::certificate, "C", {}, "C"},
                                   {"CertificateThumbprint", ParameterType::text, "T", {}, "T"},
                                   {"AccessTokens", ParameterType::texts, "A", {}, "A"},
                                   {"Identity", ParameterType::flag, "M", {}, "M"},
                                   {"ManagedServiceHostName", ParameterType::text, "M"},
                                   {"ManagedServicePort", ParameterType::number, "M"},
                                   {"ManagedServiceSecret", ParameterType::secure_text, "M"},
                                   {"LogLevel"},
                                   {"LogFilePath"},
                                   {"WhatIf", ParameterType::flag},
                                   {"Confirm", ParameterType::flag}},
                    .sets = "UCTAM"},
      .run = connect};
  return cmdlet;
}

const Cmdlet& disconnect_cmdlet() {
  static const Cmdlet cmdlet = {
      .signature = {.cmdlet = "Disconnect-MicrosoftTeams",
                    .error_id =
                        "Microsoft.TeamsCmdlets.Powershell.Connect.DisconnectMicrosoftTeams",
                    .parameters = {{"WhatIf", ParameterType::flag},
                                   {"Confirm", ParameterType::flag}}},
      .run = disconnect};
  return cmdlet;
}

}  // namespace teamsctl::simulator
