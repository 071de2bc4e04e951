#include "auth/sign_in_plan.hpp"

#include <memory>
#include <utility>

#include "core/overloaded.hpp"
#include "teamsctl/certificate.hpp"

namespace teamsctl::auth {
namespace {

using core::HostParameters;

// The parameter sets of Connect-MicrosoftTeams: learn.microsoft.com, "Connect-MicrosoftTeams".

std::string take(UserSignIn user, HostParameters& parameters) {
  std::string account = user.username;
  parameters.emplace_back("Credential",
                          core::Credential{std::move(user.username), std::move(user.password)});
  return account;
}

std::string take(DeviceCodeSignIn user, HostParameters& parameters) {
  parameters.emplace_back("UseDeviceAuthentication", Switch{});
  if (!user.username.empty()) parameters.emplace_back("AccountId", user.username);
  return std::move(user.username);
}

std::string take(CertificateSignIn application, HostParameters& parameters) {
  parameters.emplace_back("ApplicationId", application.application_id);
  const bool encrypted =
      application.password.has_value() || certificate_needs_password(application.file);
  parameters.emplace_back("Certificate",
                          core::CertificateFile{.path = std::move(application.file),
                                                .encrypted = encrypted,
                                                .password = std::move(application.password)});
  return std::move(application.application_id);
}

std::string take(ThumbprintSignIn application, HostParameters& parameters) {
  parameters.emplace_back("ApplicationId", application.application_id);
  parameters.emplace_back("CertificateThumbprint", std::move(application.thumbprint));
  return std::move(application.application_id);
}

std::string take(AccessTokensSignIn tokens, HostParameters& parameters) {
  core::SecretTexts texts;
  if (tokens.graph && tokens.teams) {
    texts.texts.push_back(std::move(*tokens.graph));
    texts.texts.push_back(std::move(*tokens.teams));
  }
  parameters.emplace_back("AccessTokens", std::move(texts));
  return {};
}

std::string take(ManagedIdentitySignIn, HostParameters& parameters) {
  parameters.emplace_back("Identity", Switch{});
  return {};
}

/// The same sign-in, with nothing in it that must not be kept.
SignIn without_secrets(const SignIn& request) {
  SignIn bare;
  bare.as =
      std::visit(core::Overloaded{
                     [](const UserSignIn& user) {
                       return SignIn::As(UserSignIn{.username = user.username, .password = {}});
                     },
                     [](const CertificateSignIn& app) {
                       return SignIn::As(CertificateSignIn{
                           .application_id = app.application_id, .file = app.file, .password = {}});
                     },
                     [](const AccessTokensSignIn&) { return SignIn::As(AccessTokensSignIn{}); },
                     [](const auto& other) { return SignIn::As(other); },
                 },
                 request.as);
  bare.tenant_id = request.tenant_id;
  bare.environment = request.environment;
  bare.mfa_code_digits = request.mfa_code_digits;
  return bare;
}

}  // namespace

core::SignInPlan sign_in_plan(SignIn request) {
  core::SignInPlan plan;
  plan.again = [kept = std::make_shared<const SignIn>(without_secrets(request))] {
    return sign_in_plan(without_secrets(*kept));
  };
  plan.import = {.command = "Import-Module", .parameters = {}};
  plan.import.parameters.emplace_back("Name", "MicrosoftTeams");
  plan.connect = {.command = "Connect-MicrosoftTeams", .parameters = {}};
  plan.verify = {.command = "Get-CsTenant", .parameters = {}};
  plan.disconnect = {.command = "Disconnect-MicrosoftTeams", .parameters = {}};
  plan.mfa_code_digits = request.mfa_code_digits;
  HostParameters& parameters = plan.connect.parameters;
  if (!request.tenant_id.empty()) parameters.emplace_back("TenantId", std::move(request.tenant_id));
  if (!request.environment.empty())
    parameters.emplace_back("TeamsEnvironmentName", std::move(request.environment));
  plan.account =
      std::visit([&](auto&& as) { return take(std::move(as), parameters); }, std::move(request.as));
  return plan;
}

}  // namespace teamsctl::auth
