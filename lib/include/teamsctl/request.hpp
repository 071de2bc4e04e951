#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "teamsctl/secret.hpp"

namespace teamsctl {

/// Numbers a request of a session, from 1.
using RequestId = std::uint64_t;

/// The value of a cmdlet's parameter. Values travel as data: they are never made into PowerShell text, so there is
/// nothing to quote and nothing to inject. Strings are UTF-8.
struct Switch {
  bool on = true;
};
using Value = std::variant<std::string, std::int64_t, bool, Switch, std::vector<std::string>>;
using Parameters = std::vector<std::pair<std::string, Value>>;

/// With a name and a password (Connect-MicrosoftTeams -Credential); a code is asked for by a challenge. What is missing is
/// asked for by a challenge of kind username or password. Microsoft's own module never asks for a code here: an account that
/// needs MFA is refused, unless something stands in between that does ask.
struct UserSignIn {
  std::string username;
  std::optional<Secret> password;
};

/// With a code that a person enters on another device (-UseDeviceAuthentication): a challenge of kind device_code.
struct DeviceCodeSignIn {
  std::string username;  ///< a hint whom it is for; may be empty
};

/// As an application, with a certificate and its private key in a file (-Certificate): PFX (PKCS #12) or PEM. When the key is
/// encrypted and `password` is missing, a challenge of kind certificate_password asks for it. Needs SignIn::tenant_id.
struct CertificateSignIn {
  std::string application_id;  ///< a GUID
  std::string file;            ///< a path; read when the sign-in starts
  std::optional<Secret> password;
};

/// As an application, with a certificate in the user's certificate store (-CertificateThumbprint). Needs SignIn::tenant_id.
struct ThumbprintSignIn {
  std::string application_id;
  std::string thumbprint;  ///< hexadecimal
};

/// With tokens that were got elsewhere (-AccessTokens). They are not renewed. Missing ones are asked for by one challenge of
/// kind access_tokens.
struct AccessTokensSignIn {
  std::optional<Secret> graph;  ///< for Microsoft Graph
  std::optional<Secret> teams;  ///< for the "Skype and Teams Tenant Admin API"
};

/// As the managed identity of the Azure machine that this runs on (-Identity).
struct ManagedIdentitySignIn {};

/// Signs in; connected means that Get-CsTenant has answered.
struct SignIn {
  using As = std::variant<UserSignIn, DeviceCodeSignIn, CertificateSignIn, ThumbprintSignIn, AccessTokensSignIn, ManagedIdentitySignIn>;
  As as;
  std::string tenant_id;    ///< a GUID or a domain; empty for the account's home tenant
  std::string environment;  ///< TeamsGCCH, TeamsDOD or TeamsChina; empty for the public cloud
  int mfa_code_digits = 6;  ///< a code of another length is refused here and never sent
};

/// Lists phone numbers (Get-CsPhoneNumberAssignment), all of them unless `top` says otherwise, in pages of 1,000.
struct GetPhoneNumbers {
  Parameters filters;                 ///< passed to the cmdlet as they are
  std::optional<std::uint64_t> top;   ///< at most so many rows
  std::uint64_t skip = 0;             ///< leaves out the first rows
};

/// The tenant of the session (Get-CsTenant): one row.
struct GetTenant {};

/// The versions of the MicrosoftTeams module that are installed where PowerShell looks (Get-Module -ListAvailable): a row of Name,
/// Version and ModuleBase for each, none when there is none. Needs no sign-in.
struct GetModule {};

/// Any cmdlet.
struct Invoke {
  std::string command;
  Parameters parameters;
};

using Request = std::variant<SignIn, GetPhoneNumbers, GetTenant, GetModule, Invoke>;

}  // namespace teamsctl
