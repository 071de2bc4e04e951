#pragma once

#include <chrono>
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

/// The value of a cmdlet's parameter. Values travel as data: they are never made into PowerShell
/// text, so there is nothing to quote and nothing to inject. Strings are UTF-8.
struct Switch {
  bool on = true;
};
using Value = std::variant<std::string, std::int64_t, bool, Switch, std::vector<std::string>>;
using Parameters = std::vector<std::pair<std::string, Value>>;

/// With a name and a password (Connect-MicrosoftTeams -Credential); a code is asked for by a
/// challenge. What is missing is asked for by a challenge of kind username or password. Microsoft's
/// own module never asks for a code here: an account that needs MFA is refused, unless something
/// stands in between that does ask.
struct UserSignIn {
  std::string username = {};
  std::optional<Secret> password = {};
};

/// With a code that a person enters on another device (-UseDeviceAuthentication): a challenge of
/// kind device_code.
struct DeviceCodeSignIn {
  std::string username = {};  ///< a hint whom it is for; may be empty
};

/// As an application, with a certificate and its private key in a file (-Certificate): PFX (PKCS
/// #12) or PEM. When the key is encrypted and `password` is missing, a challenge of kind
/// certificate_password asks for it. Needs SignIn::tenant_id.
struct CertificateSignIn {
  std::string application_id;  ///< a GUID
  std::string file;            ///< a path; read when the sign-in starts
  std::optional<Secret> password = {};
};

/// As an application, with a certificate in the user's certificate store (-CertificateThumbprint).
/// Needs SignIn::tenant_id.
struct ThumbprintSignIn {
  std::string application_id;
  std::string thumbprint;  ///< hexadecimal
};

/// With tokens that were got elsewhere (-AccessTokens). They are not renewed. Missing ones are
/// asked for by one challenge of kind access_tokens.
struct AccessTokensSignIn {
  std::optional<Secret> graph = {};  ///< for Microsoft Graph
  std::optional<Secret> teams = {};  ///< for the "Skype and Teams Tenant Admin API"
};

/// As the managed identity of the Azure machine that this runs on (-Identity).
struct ManagedIdentitySignIn {};

/// Signs in; connected means that Get-CsTenant has answered.
struct SignIn {
  using As = std::variant<UserSignIn, DeviceCodeSignIn, CertificateSignIn, ThumbprintSignIn,
                          AccessTokensSignIn, ManagedIdentitySignIn>;
  As as;
  std::string tenant_id = {};    ///< a GUID or a domain; empty for the account's home tenant
  std::string environment = {};  ///< TeamsGCCH, TeamsDOD or TeamsChina; empty for the public cloud
  int mfa_code_digits = 6;       ///< a code of another length is refused here and never sent
};

/// Lists phone numbers (Get-CsPhoneNumberAssignment), all of them unless `top` says otherwise, in
/// pages of 1,000.
struct GetPhoneNumbers {
  Parameters filters = {};                ///< passed to the cmdlet as they are
  std::optional<std::uint64_t> top = {};  ///< at most so many rows
  std::uint64_t skip = 0;                 ///< leaves out the first rows
  std::string city = {};  ///< only numbers of this city, in any case of letters; told apart here,
                          ///< since the cmdlet cannot
};

/// The tenant of the session (Get-CsTenant): one row.
struct GetTenant {};

/// The rows of one listing command of teamsctl/commands.hpp, by its name. What GetPhoneNumbers and
/// GetTenant are for two of them.
struct List {
  std::string command;
  Parameters parameters = {};             ///< passed to the cmdlet as they are
  std::optional<std::uint64_t> top = {};  ///< at most so many rows
  std::uint64_t skip = 0;                 ///< leaves out the first rows
  /// Only rows with these members, compared in any case of letters.
  std::vector<std::pair<std::string, std::string>> keep = {};
};

/// Voice policies of the tenant: each row is a policy as its cmdlet gives it, with its type as
/// `PolicyType` before everything else and without the members that only the service can use
/// (DataSource, Key, ConfigId, ConfigMetadata).
struct GetPolicies {
  std::vector<std::string> types = {};  ///< names of policy_types(); none means all
  /// One policy of each type: "Global", "Sales" or "Tag:Sales"; empty for all.
  std::string identity = {};
  /// Only policies whose name this matches, with wildcards; empty for all.
  std::string filter = {};
};

/// One row a user: all that Get-CsOnlineUser says, its policies as names, then `PhoneNumbers` (rows
/// of Get-CsPhoneNumberAssignment), `PolicyAssignments` (rows of Get-CsUserPolicyAssignment: where
/// an assignment comes from) and `EffectivePolicies` (an object from the type of a policy to its
/// name; "Global" where none is assigned).
///
/// A user who does not exist is a Message of level error, and the others are still answered. The
/// request then ends with ErrorCode::partly_failed or, when there was no other,
/// ErrorCode::cmdlet_failed.
struct GetUserInfo {
  std::vector<std::string> users;  ///< UPN, SIP address or object id
};

/// Gives a number to a user (Set-CsPhoneNumberAssignment), then reads it back until it shows. One
/// row: `Action`, `UserPrincipalName` (as given), `TelephoneNumber`, `NumberType`, `Outcome`
/// ("assigned", "unchanged": it was the user's already, "accepted": taken by the service and not
/// seen yet), `Verified` and `Assignment`, the number's row.
///
/// The change is sent once. It is sent again only when the service has said that it did not take it
/// (throttling), and not at all when the user has the number already, with all that `more` says of
/// it as far as the number's row shows that.
struct AssignPhoneNumber {
  std::string user;    ///< UPN, SIP address or object id
  std::string number;  ///< "+14255550100", with ";ext=123" where it has one
  /// CallingPlan, DirectRouting or OperatorConnect; empty: looked up.
  std::string number_type = {};
  Parameters more = {};  ///< further parameters of the cmdlet, such as LocationId
  std::chrono::milliseconds verify{60'000};  ///< how long it is waited for; 0: not read back
  /// Of a change that may have been sent before, by a program that did not live to see its end: how
  /// long it is looked for before it is sent. It may take a while to show.
  std::chrono::milliseconds look_for{0};
};

/// Takes a number, or all of them, from a user (Remove-CsPhoneNumberAssignment), as
/// AssignPhoneNumber gives it. `Outcome` is "removed", "unchanged" or "accepted".
struct RemovePhoneNumber {
  std::string user;
  std::string number = {};       ///< empty: all numbers of the user
  std::string number_type = {};  ///< empty: looked up
  Parameters more = {};
  std::chrono::milliseconds verify{60'000};
};

/// PowerShell text in the session's global scope: variables stay for the next one. Each object that
/// it writes is a row; what it says besides comes as Message. An error that it writes makes the
/// request fail at its end.
struct RunScript {
  std::string text;
  bool read_only =
      false;  ///< refuse, before anything of it runs, what may change something: ErrorCode::usage
};

/// The versions of the MicrosoftTeams module that are installed where PowerShell looks (Get-Module
/// -ListAvailable): a row of Name, Version and ModuleBase for each, none when there is none. Needs
/// no sign-in.
struct GetModule {};

/// Any cmdlet.
struct Invoke {
  std::string command;
  Parameters parameters = {};
};

using Request = std::variant<SignIn, GetPhoneNumbers, GetTenant, List, GetPolicies, GetUserInfo,
                             AssignPhoneNumber, RemovePhoneNumber, RunScript, GetModule, Invoke>;

}  // namespace teamsctl
