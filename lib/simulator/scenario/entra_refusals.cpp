#include "scenario/entra_refusals.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "scenario/error_names.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::string_view ui_required = "Microsoft.Identity.Client.MsalUiRequiredException";
constexpr std::string_view service = "Microsoft.Identity.Client.MsalServiceException";

// The texts are Entra ID's own; where it puts ids of the tenant in, they are those of the simulated
// one. The resource is the "Skype and Teams Tenant Admin API", the application the module's public
// client.
constexpr std::array refusals = {
    EntraRefusal{50034,
                 "The user account {EmailHidden} does not exist in the "
                 "e6204887-25ae-40f9-9109-1dc559799dad directory. "
                 "To sign into this application, the account must be added to the directory.",
                 ui_required},
    EntraRefusal{50053,
                 "You've tried to sign in too many times with an incorrect user ID or password.",
                 ui_required},
    EntraRefusal{50055, "The password is expired.", ui_required},
    EntraRefusal{50056,
                 "Invalid or null password: password does not exist in the directory for this "
                 "user.",
                 ui_required},
    EntraRefusal{50057, "The user account is disabled.", ui_required},
    EntraRefusal{50072,
                 "Due to a configuration change made by your administrator, or because you moved "
                 "to a new location, you "
                 "must enroll in multi-factor authentication to access "
                 "'48ac35b8-9aa8-4d74-927d-1f4a14a0b239'.",
                 ui_required},
    EntraRefusal{50074, "Strong Authentication is required.", ui_required},
    EntraRefusal{
        50076,
        "Due to a configuration change made by your administrator, or because you moved to a new "
        "location, you "
        "must use multi-factor authentication to access '48ac35b8-9aa8-4d74-927d-1f4a14a0b239'.",
        ui_required},
    EntraRefusal{50078,
                 "Presented multi-factor authentication has expired due to policies configured by "
                 "your administrator, "
                 "you must refresh your multi-factor authentication to access "
                 "'48ac35b8-9aa8-4d74-927d-1f4a14a0b239'.",
                 ui_required},
    EntraRefusal{50079,
                 "Due to a configuration change made by your administrator, or because you moved "
                 "to a new location, you "
                 "must enroll in multi-factor authentication to access "
                 "'48ac35b8-9aa8-4d74-927d-1f4a14a0b239'.",
                 ui_required},
    EntraRefusal{50126, "Error validating credentials due to invalid username or password.",
                 ui_required, true},
    EntraRefusal{50158, "External security challenge was not satisfied.", ui_required},
    EntraRefusal{
        50173,
        "The provided grant has expired due to it being revoked, a fresh auth token is needed.",
        ui_required},
    EntraRefusal{50196,
                 "The server terminated an operation because it encountered a client request loop. "
                 "Please contact your app vendor.",
                 ui_required},
    EntraRefusal{50203, "User has not registered the authenticator app.", ui_required},
    EntraRefusal{53000,
                 "Device is not in required device state: compliant. Conditional Access policy "
                 "requires a compliant "
                 "device, and the device is not compliant.",
                 ui_required},
    EntraRefusal{53001,
                 "Device is not in required device state: domain_joined. Conditional Access policy "
                 "requires a domain joined device, and the device is not domain joined.",
                 ui_required},
    EntraRefusal{53003,
                 "Access has been blocked by Conditional Access policies. The access policy does "
                 "not allow token "
                 "issuance.",
                 ui_required},
    EntraRefusal{65001,
                 "The user or administrator has not consented to use the application with ID "
                 "'12128f48-ec9e-42f0-b203-ea49fb6af367' named 'MS Teams Powershell Cmdlets'. Send "
                 "an interactive "
                 "authorization request for this user and resource.",
                 ui_required},
    EntraRefusal{70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
                 service},
    EntraRefusal{
        70018,
        "Invalid verification code due to user typing in wrong user code for device code flow.",
        service},
    EntraRefusal{70019, "Verification code expired.", service},
    EntraRefusal{70043,
                 "The refresh token has expired or is invalid due to sign-in frequency checks by "
                 "conditional access. The "
                 "token was issued on 2026-11-21T08:00:00.0000000Z and the maximum allowed "
                 "lifetime for this request is "
                 "86400.",
                 ui_required},
    EntraRefusal{
        90002,
        "Tenant 'fabrikam.example' not found. This may happen if there are no active subscriptions "
        "for the "
        "tenant. Check to make sure you have the correct tenant ID. Check with your subscription "
        "administrator.",
        service},
    EntraRefusal{90133, "Device Code flow is not supported under /common or /consumers endpoint.",
                 service},
    EntraRefusal{500121, "Authentication failed during strong authentication request.",
                 ui_required},
    EntraRefusal{530003, "Your device is required to be managed to access this resource.",
                 ui_required},
    EntraRefusal{700016,
                 "Application with identifier '00000000-1111-4222-8333-444444444444' was not found "
                 "in the directory "
                 "'Contoso'. This can happen if the application has not been installed by the "
                 "administrator of the "
                 "tenant or consented to by any user in the tenant. You may have sent your "
                 "authentication request to "
                 "the wrong tenant.",
                 service},
    EntraRefusal{
        700027, "Client assertion contains an invalid signature. [Reason - The key was not found.]",
        service},
    EntraRefusal{700082, "The refresh token has expired due to inactivity.", ui_required},
    EntraRefusal{7000215,
                 "Invalid client secret provided. Ensure the secret being sent in the request is "
                 "the client secret "
                 "value, not the client secret ID, for a secret added to app "
                 "'00000000-1111-4222-8333-444444444444'.",
                 service},
};

constexpr std::string_view no_tenant = "fabrikam.example";
constexpr std::string_view no_application = "00000000-1111-4222-8333-444444444444";
constexpr std::string_view no_key = "The key was not found.";

constexpr std::string_view connect = "Connect-MicrosoftTeams";
constexpr std::string_view connect_type =
    "Microsoft.TeamsCmdlets.Powershell.Connect.ConnectMicrosoftTeams";

std::string id_of(std::string_view first, std::string_view cmdlet) {
  return std::string(first) + "," + std::string(cmdlet == connect ? connect_type : cmdlet);
}

std::string written(std::time_t time, bool of_key) {
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  std::array<char, 32> text{};
  const std::size_t size =
      of_key ? std::strftime(text.data(), text.size(), "%m/%d/%Y %H:%M:%S", &parts)
             : std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%SZ", &parts);
  return {text.data(), size};
}

/// The records of a refusal that names something else than its text in the table does.
std::vector<ErrorRecord> with(int number, std::string_view placeholder, std::string_view value,
                              const Asked& asked) {
  const EntraRefusal& refusal = *find_entra_refusal(number);
  std::string message = message_of(refusal, asked.when);
  message.replace(message.find(placeholder), placeholder.size(), value);
  return records_of(message, refusal.exception, asked.cmdlet);
}

}  // namespace

const EntraRefusal* find_entra_refusal(int number) {
  const auto found =
      std::find_if(refusals.begin(), refusals.end(),
                   [&](const EntraRefusal& refusal) { return refusal.number == number; });
  return found == refusals.end() ? nullptr : &*found;
}

std::string known_entra_refusals() {
  std::string all;
  for (const auto& refusal : refusals) append_item(all, std::to_string(refusal.number));
  return all;
}

std::string message_of(const EntraRefusal& refusal, std::time_t when) {
  return "AADSTS" + std::to_string(refusal.number) + ": " + std::string(refusal.text) +
         " Trace ID: 7d0e3f5a-52c1-4d8e-9b61-0c4f7a2e1b00 Correlation ID: "
         "2b9f6c1d-8e47-4a35-b0d2-6f13c9e8a741 Timestamp: " +
         written(when, false);
}

std::vector<ErrorRecord> tenant_not_found(std::string_view tenant, const Asked& asked) {
  return with(90002, no_tenant, tenant, asked);
}

std::vector<ErrorRecord> application_not_found(std::string_view application, const Asked& asked) {
  return with(700016, no_application, application, asked);
}

std::vector<ErrorRecord> certificate_expired(const Certificate& certificate, const Asked& asked) {
  return with(700027, no_key,
              "The key used is expired., Thumbprint of key used by client: '" +
                  certificate.thumbprint +
                  "', Found key 'Start=" + written(certificate.not_before, true) +
                  ", End=" + written(certificate.not_after, true) + "'",
              asked);
}

std::vector<ErrorRecord> records_of(const EntraRefusal& refusal, const Asked& asked) {
  std::string message = message_of(refusal, asked.when);
  if (const ErrorNames names = error_names_of(asked.cmdlet); names.of_service)
    // Those unroll the exception of their silent sign-in.
    return {{.message = std::move(message),
             .fqid = names.id,
             .activity = names.activity,
             .exception = std::string(refusal.exception)}};
  auto records = records_of(message, refusal.exception, asked.cmdlet);
  if (refusal.with_null_reference) records.push_back(null_reference(true, asked.cmdlet));
  return records;
}

std::vector<ErrorRecord> records_of(std::string_view message, std::string_view exception,
                                    std::string_view cmdlet) {
  ErrorRecord inner{.message = std::string(message),
                    .fqid = id_of(cmdlet, cmdlet),
                    .category = "AuthenticationError",
                    .activity = std::string(cmdlet),
                    .exception = std::string(exception)};
  ErrorRecord outer = inner;
  outer.message = "One or more errors occurred. (" + inner.message + ")";
  outer.exception = "System.AggregateException";
  outer.inner = {inner.message};
  return {std::move(outer), std::move(inner)};
}

ErrorRecord null_reference(bool own_id, std::string_view cmdlet) {
  const std::string type = "System.NullReferenceException";
  return {.message = "Object reference not set to an instance of an object.",
          .fqid = id_of(own_id ? type : cmdlet, cmdlet),
          .category = own_id ? "NotSpecified" : "AuthenticationError",
          .activity = std::string(cmdlet),
          .exception = type};
}

}  // namespace teamsctl::simulator
