// Connect-MicrosoftTeams and Disconnect-MicrosoftTeams.
#include "accounts.hpp"
#include "cmdlets.hpp"
#include "entra_refusals.hpp"
#include "tenant.hpp"
#include "text.hpp"

namespace teamsctl::simulator {

namespace {

// The parameter sets of Connect-MicrosoftTeams.
constexpr char user = 'U';
constexpr char certificate = 'C';
constexpr char thumbprint = 'T';
constexpr char tokens = 'A';
constexpr char managed_identity = 'M';

struct Attempt {
  std::string account;
  Steps steps;  ///< what the account does, when the scenario does not say it
};

std::string member(const Json& value, const char* name) {
  const auto found = value.find(name);
  return found != value.end() && found->is_string() ? found->get<std::string>() : "";
}

Attempt attempt_of_user(Call& call) {
  const Arguments& arguments = call.arguments;
  if (arguments.flag("UseDeviceAuthentication"))
    return {.account = arguments.text("AccountId").value_or("device@contoso.example"),
            .steps = {DeviceCode{}}};
  const Json* credential = arguments.raw("Credential");
  if (credential == nullptr)
    // A browser is what the module wants then, and where pwsh runs there is none.
    StepPlayer::refuse(
        records_of("Unable to open a web page using xdg-open, gnome-open, kfmclient or wslview "
                   "tools. See inner exception for "
                   "details. Possible causes for this error are: tools are not installed or they "
                   "cannot open a URL. Make "
                   "sure you can open a web page by invoking from a terminal: xdg-open "
                   "https://www.bing.com ",
                   "Microsoft.Identity.Client.MsalClientException", call.pipeline.command()),
        call.pipeline);
  const std::string account = member(*credential, "username");
  SignInDecision decision = decide_sign_in(account, member(*credential, "password"));
  if (!decision.credential_accepted) call.powershell.steps.play(decision.steps, call.pipeline);
  return {.account = account, .steps = std::move(decision.steps)};
}

Attempt attempt_of_tokens(Call& call) {
  const auto given = call.arguments.texts("AccessTokens");
  // The module reads a Graph token and a Teams token without looking how many there are.
  if (given.size() != 2)
    StepPlayer::refuse({null_reference(false, call.pipeline.command()),
                        null_reference(true, call.pipeline.command())},
                       call.pipeline);
  return {.account = "mfa@contoso.example", .steps = {}};
}

Attempt attempt_of(Call& call) {
  const char set = call.arguments.sets().front();
  switch (set) {
    case user:
      return attempt_of_user(call);
    case tokens:
      return attempt_of_tokens(call);
    case certificate:
      return {.account = *call.arguments.text("ApplicationId"), .steps = {}};
    case managed_identity:
      return {.account = "MSI@50342", .steps = {}};
    default:
      throw CommandFailed{
          {.message = "The simulator has no certificate store: give the certificate itself.",
           .fqid = "CertificateThumbprint,Connect-MicrosoftTeams",
           .category = "NotImplemented",
           .activity = call.pipeline.command(),
           .exception = "System.NotSupportedException"}};
  }
}

void need_mandatory_parameters(const Call& call) {
  const Arguments& arguments = call.arguments;
  const char set = arguments.sets().front();
  if (set != certificate && set != thumbprint) return;
  std::string missing;
  for (const std::string_view name :
       {std::string_view("TenantId"), std::string_view("ApplicationId"),
        std::string_view(set == certificate ? "Certificate" : "CertificateThumbprint")})
    if (!arguments.has(name)) append_item(missing, name, " ");
  if (missing.empty()) return;
  throw CommandFailed{
      {.message = "Cannot process command because of one or more missing mandatory parameters: " +
                  missing + ".",
       .fqid = "MissingMandatoryParameter,Connect-MicrosoftTeams",
       .category = "InvalidArgument",
       .activity = call.pipeline.command(),
       .exception = "System.Management.Automation.ParameterBindingException"}};
}

void need_tenant(const Call& call) {
  const auto tenant = call.arguments.text("TenantId");
  if (!tenant || tenant->empty() || same_text(*tenant, tenant_id) ||
      same_text(*tenant, tenant_domain))
    return;
  StepPlayer::refuse(tenant_not_found(*tenant, call.pipeline.command()), call.pipeline);
}

void connect(Call& call) {
  need_mandatory_parameters(call);
  call.powershell.connection.reset();
  call.powershell.steps.play(call.powershell.scenario.before_connect, call.pipeline);
  need_tenant(call);
  const Attempt attempt = attempt_of(call);
  call.powershell.steps.play(call.powershell.scenario.connect.value_or(attempt.steps),
                             call.pipeline);
  call.powershell.connection = Connection{.account = attempt.account};
  const Json context = {
      {"Account", attempt.account},
      {"Environment", call.arguments.text("TeamsEnvironmentName").value_or("AzureCloud")},
      {"Tenant", tenant_id},
      {"TenantId", tenant_id}};
  call.pipeline.object(dump(context));
}

void disconnect(Call& call) { call.powershell.connection.reset(); }

}  // namespace

const Cmdlet& connect_cmdlet() {
  static const Cmdlet cmdlet = {
      .signature = {.cmdlet = "Connect-MicrosoftTeams",
                    .error_id = "Connect-MicrosoftTeams",
                    .parameters = {{"TenantId", ParameterType::text, "UCTA"},
                                   {"Credential", ParameterType::credential, "U"},
                                   {"AccountId", ParameterType::text, "U"},
                                   {"UseDeviceAuthentication", ParameterType::flag, "U"},
                                   {"DisableWAM", ParameterType::flag, "U"},
                                   {"TeamsEnvironmentName", ParameterType::text, "U"},
                                   {"ApplicationId", ParameterType::text, "CT"},
                                   {"Certificate", ParameterType::certificate, "C"},
                                   {"CertificateThumbprint", ParameterType::text, "T"},
                                   {"AccessTokens", ParameterType::texts, "A"},
                                   {"Identity", ParameterType::flag, "M"},
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
  static const Cmdlet cmdlet = {.signature = {.cmdlet = "Disconnect-MicrosoftTeams",
                                              .error_id = "Disconnect-MicrosoftTeams",
                                              .parameters = {{"WhatIf", ParameterType::flag},
                                                             {"Confirm", ParameterType::flag}}},
                                .run = disconnect};
  return cmdlet;
}

}  // namespace teamsctl::simulator
