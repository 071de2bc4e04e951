#include "teams/command_table.hpp"

#include <algorithm>
#include <array>

namespace teamsctl {
namespace {

using Kind = ArgumentKind;

constexpr std::string_view filters = "Filters";
constexpr std::string_view rows = "Rows";
constexpr std::string_view change = "Change";

CommandArgument filter(std::string_view name, std::string_view value, std::string_view parameter,
                       std::string_view help, std::vector<std::string_view> values = {}) {
  return {.name = name,
          .value = value,
          .help = help,
          .group = filters,
          .parameter = parameter,
          .values = std::move(values)};
}

// The documented values. Which exist is up to the service.
const std::vector<std::string_view> number_types = {"CallingPlan", "DirectRouting",
                                                    "OperatorConnect"};
const std::vector<std::string_view> categories = {"Primary", "Alternate", "Private"};

const CommandArgument verify_timeout = {
    .name = "verify-timeout",
    .value = "TIME",
    .help = "How long to read back until the change shows; 0: not at all",
    .group = change,
    .kind = Kind::duration,
    .standard = "60s"};
const CommandArgument number_type = {
    .name = "number-type",
    .value = "TYPE",
    .help = "CallingPlan, DirectRouting or OperatorConnect (default: looked up)",
    .group = change,
    .values = number_types};

constexpr std::array readers = {
    teams::PolicyReader{"calling", "Get-CsTeamsCallingPolicy", "TeamsCallingPolicy"},
    teams::PolicyReader{"voice-routing", "Get-CsOnlineVoiceRoutingPolicy",
                        "OnlineVoiceRoutingPolicy"},
    teams::PolicyReader{"dial-plan", "Get-CsTenantDialPlan", "TenantDialPlan"},
    teams::PolicyReader{"meeting", "Get-CsTeamsMeetingPolicy", "TeamsMeetingPolicy"},
    teams::PolicyReader{"voicemail", "Get-CsOnlineVoicemailPolicy", "OnlineVoicemailPolicy"},
    teams::PolicyReader{"emergency-calling", "Get-CsTeamsEmergencyCallingPolicy",
                        "TeamsEmergencyCallingPolicy"},
    teams::PolicyReader{"emergency-call-routing", "Get-CsTeamsEmergencyCallRoutingPolicy",
                        "TeamsEmergencyCallRoutingPolicy"},
    teams::PolicyReader{"caller-id", "Get-CsCallingLineIdentity", "CallingLineIdentity"},
};

std::vector<CommandInfo> make_commands() {
  return {
      {.name = "get-phone-numbers",
       .shape = CommandShape::list,
       .cmdlets = {"Get-CsPhoneNumberAssignment"},
       .summary = "List phone numbers: all of them, page by page, as they come",
       .description =
           "One object a number, in the order of their text. Without options these are all numbers "
           "of the tenant: they are fetched in pages, and written as they arrive.\n\n"
           "Filters must all hold, and all but --city are applied by the service. Their values are "
           "passed on as they are; which ones exist is up to the service, and those named here are "
           "the documented ones.\n\n"
           "A service that gives the same page twice ends the command with an error, since the "
           "answer would never end. A throttled page is asked for again, and one that was cut off "
           "is asked for from where it ended.",
       .arguments =
           {{.name = "user",
             .other = "upn",
             .value = "USER",
             .help = "Numbers of this user: UPN, SIP address or object id",
             .group = filters,
             .parameter = "AssignedPstnTargetId"},
            filter("number", "NUMBER", "TelephoneNumber", "This number"),
            filter("starts-with", "DIGITS", "TelephoneNumberStartsWith",
                   "Numbers that begin with these digits"),
            filter("contains", "DIGITS", "TelephoneNumberContain",
                   "Numbers that contain these digits"),
            filter("greater-than", "NUMBER", "TelephoneNumberGreaterThan",
                   "Numbers above this one"),
            filter("less-than", "NUMBER", "TelephoneNumberLessThan", "Numbers below this one"),
            filter("number-type", "TYPE", "NumberType",
                   "CallingPlan, DirectRouting or OperatorConnect", number_types),
            filter("status", "STATUS", "PstnAssignmentStatus",
                   "Unassigned, UserAssigned, ConferenceAssigned, VoiceApplicationAssigned, "
                   "ThirdPartyAppAssigned or PolicyAssigned",
                   {"Unassigned", "UserAssigned", "ConferenceAssigned", "VoiceApplicationAssigned",
                    "ThirdPartyAppAssigned", "PolicyAssigned"}),
            filter("activation-state", "STATE", "ActivationState",
                   "Activated, AssignmentPending, AssignmentFailed, UpdatePending or UpdateFailed",
                   {"Activated", "AssignmentPending", "AssignmentFailed", "UpdatePending",
                    "UpdateFailed"}),
            {.name = "capability",
             .value = "NAME",
             .help = "UserAssignment, ConferenceAssignment, VoiceApplicationAssignment or "
                     "TeamsPhoneMobile; repeat it to ask for several at once",
             .group = filters,
             .kind = Kind::texts,
             .parameter = "CapabilitiesContain",
             .values = {"UserAssignment", "ConferenceAssignment", "VoiceApplicationAssignment",
                        "TeamsPhoneMobile"}},
            filter("category", "CATEGORY", "AssignmentCategory", "Primary, Alternate or Private",
                   categories),
            filter("country", "CODE", "IsoCountryCode",
                   "ISO 3166-1 code of two letters, such as US"),
            filter("city", "NAME", "",
                   "Numbers of this city, in any case of letters (looked at here, not by the "
                   "service)"),
            filter("location-id", "GUID", "LocationId", "Numbers at this emergency location"),
            filter("civic-address-id", "GUID", "CivicAddressId", "Numbers at this civic address"),
            filter("network-site-id", "ID", "NetworkSiteId", "Numbers at this network site"),
            filter("filter", "TEXT", "Filter",
                   "The cmdlet's own filter text, such as \"Tags -contains ['Sales']\""),
            {.name = "top",
             .value = "N",
             .help = "At most N rows (default: all)",
             .group = rows,
             .kind = Kind::number},
            {.name = "skip",
             .value = "N",
             .help = "Leave out the first N rows",
             .group = rows,
             .kind = Kind::number}},
       .columns = {"TelephoneNumber", "NumberType", "PstnAssignmentStatus", "AssignedPstnTargetId",
                   "City", "ActivationState"},
       // The service gives at most 1,000 rows at once, and 500 when it is not asked for more.
       .page = 1000},
      {.name = "get-policies",
       .shape = CommandShape::policies,
       .cmdlets = {"Get-CsTeamsCallingPolicy", "Get-CsOnlineVoiceRoutingPolicy",
                   "Get-CsTenantDialPlan", "Get-CsTeamsMeetingPolicy",
                   "Get-CsOnlineVoicemailPolicy", "Get-CsTeamsEmergencyCallingPolicy",
                   "Get-CsTeamsEmergencyCallRoutingPolicy", "Get-CsCallingLineIdentity"},
       .summary = "List voice policies: all eight types, with their rules whole",
       .description = "Each row is a policy as its cmdlet gives it, with its type as the member "
                      "PolicyType before everything else. What only the "
                      "service can use (DataSource, Key, ConfigId, ConfigMetadata) is left out.\n\n"
                      "With --identity and several types, a type that has no policy of that name "
                      "is passed over; when none has one, that is an "
                      "error. When the service refuses one type, the others are still listed, and "
                      "the exit status is 11.",
       .arguments = {{.name = "type",
                      .value = "TYPE",
                      .help = "calling, voice-routing, dial-plan, meeting, voicemail, "
                              "emergency-calling, emergency-call-routing, caller-id; "
                              "several with commas or by repeating it (default: all)",
                      .group = filters,
                      .kind = Kind::texts,
                      .values = policy_types()},
                     filter("identity", "NAME", "Identity",
                            "The policy of this name: Global, Sales or Tag:Sales"),
                     filter("filter", "TEXT", "Filter",
                            "Policies whose name this matches, such as \"tag:*\"")},
       .columns = {"PolicyType", "Identity", "Description"}},
      {.name = "get-user-info",
       .shape = CommandShape::users,
       .cmdlets = {"Get-CsOnlineUser", "Get-CsUserPolicyAssignment", "Get-CsPhoneNumberAssignment"},
       .summary = "Show users: account, licences, voice settings, numbers and policies by name",
       .description = "One row a user: all that Get-CsOnlineUser says, with policies as names, "
                      "then PhoneNumbers (rows as get-phone-numbers has "
                      "them), PolicyAssignments (where an assignment comes from) and "
                      "EffectivePolicies (the name for each type of policy; Global "
                      "where none is assigned).\n\n"
                      "A user that does not exist is named on standard error and the others are "
                      "still shown: exit status 11, or 10 when there was "
                      "no other.",
       .arguments =
           {{.name = "users",
             .value = "USER",
             .help = "UPN, SIP address or object id; - reads more of them from stdin, one a line",
             .group = "Arguments",
             .kind = Kind::texts,
             .positional = true,
             .required = true}},
       .columns = {"UserPrincipalName", "DisplayName", "AccountEnabled", "EnterpriseVoiceEnabled",
                   "LineUri", "EffectivePolicies.TeamsCallingPolicy",
                   "EffectivePolicies.OnlineVoiceRoutingPolicy",
                   "EffectivePolicies.TenantDialPlan"}},
      {.name = "get-tenant",
       .shape = CommandShape::list,
       .cmdlets = {"Get-CsTenant"},
       .summary = "Show the tenant that you are signed in to",
       .description = "One row: the tenant that the sign-in led to.",
       .columns = {"TenantId", "DisplayName", "CountryLetterCode", "Domains",
                   "TeamsUpgradeEffectiveMode"}},
      {.name = "assign-phone-number",
       .shape = CommandShape::assign,
       .cmdlets = {"Set-CsPhoneNumberAssignment", "Get-CsPhoneNumberAssignment"},
       .summary = "Give a phone number to a user, then read back until it shows",
       .description =
           "One row with Action, UserPrincipalName, TelephoneNumber, NumberType, Outcome, Verified "
           "and Assignment, the number as get-phone-numbers shows it. Outcome is assigned, or "
           "unchanged when the user had the number already and nothing was sent, or accepted when "
           "the service took the change and it does not show yet. A number that the user had "
           "before is taken away by the service.\n\n"
           "On a terminal it asks first. The change is sent once; only what the service has "
           "refused without looking at it, by throttling, is sent again. A change that was taken "
           "and does not show within --verify-timeout ends with exit status 7.",
       .arguments = {{.name = "user",
                      .other = "upn",
                      .value = "USER",
                      .help = "Whom: UPN, SIP address or object id",
                      .group = change,
                      .required = true},
                     {.name = "number",
                      .value = "NUMBER",
                      .help = "Which number, such as +14255550100",
                      .group = change,
                      .required = true},
                     number_type,
                     {.name = "location-id",
                      .value = "GUID",
                      .help = "Emergency location of the number",
                      .group = change,
                      .parameter = "LocationId"},
                     {.name = "network-site-id",
                      .value = "ID",
                      .help = "Network site of the number",
                      .group = change,
                      .parameter = "NetworkSiteId"},
                     {.name = "category",
                      .value = "CATEGORY",
                      .help = "Primary, Alternate or Private",
                      .group = change,
                      .parameter = "AssignmentCategory",
                      .values = categories},
                     {.name = "reverse-number-lookup",
                      .value = "TEXT",
                      .help = "Such as SkipInternalVoip",
                      .group = change,
                      .parameter = "ReverseNumberLookup"},
                     {.name = "notify",
                      .help = "Let the service send the user a mail",
                      .group = change,
                      .kind = Kind::flag,
                      .parameter = "Notify"},
                     verify_timeout},
       .columns = {"Action", "UserPrincipalName", "TelephoneNumber", "NumberType", "Outcome",
                   "Verified"},
       .changes = true},
      {.name = "remove-phone-number",
       .shape = CommandShape::remove,
       .cmdlets = {"Remove-CsPhoneNumberAssignment", "Get-CsPhoneNumberAssignment"},
       .summary = "Take a phone number, or all of them, from a user, then read back until it shows",
       .description =
           "One row as assign-phone-number has it; Outcome is removed, unchanged or accepted. "
           "TelephoneNumber is null with --all, and Assignment always.\n\n"
           "It asks, sends and reads back as assign-phone-number does. One of --number and --all "
           "has to be given.",
       .arguments =
           {{.name = "user",
             .other = "upn",
             .value = "USER",
             .help = "From whom: UPN, SIP address or object id",
             .group = change,
             .required = true},
            {.name = "number", .value = "NUMBER", .help = "Which number", .group = change},
            {.name = "all", .help = "All numbers of the user", .group = change, .kind = Kind::flag},
            number_type,
            {.name = "block-days",
             .value = "N",
             .help = "Keep the number from being assigned again for 1 to 365 days",
             .group = change,
             .kind = Kind::number,
             .parameter = "AssignmentBlockedDays"},
            {.name = "block-forever",
             .help = "Keep the number from ever being assigned again",
             .group = change,
             .kind = Kind::flag,
             .parameter = "AssignmentBlockedForever"},
            {.name = "notify",
             .help = "Let the service send the user a mail",
             .group = change,
             .kind = Kind::flag,
             .parameter = "Notify"},
            verify_timeout},
       .columns = {"Action", "UserPrincipalName", "TelephoneNumber", "NumberType", "Outcome",
                   "Verified"},
       .changes = true},
  };
}

using core::ErrorMeaning;

constexpr std::array listing_errors = {
    ErrorMeaning{"BadRequest", "Invalid DirectRoutingTelephoneNumber", ErrorCode::cmdlet_failed,
                 "A number of the tenant is damaged, and the service refuses the whole listing. "
                 "List the others with --number-type or --starts-with."},
    ErrorMeaning{"NotFound", "Resource not found", ErrorCode::cmdlet_failed,
                 "This cloud does not offer the list of numbers to the installed module. Update "
                 "MicrosoftTeams."},
};

constexpr std::array change_errors = {
    ErrorMeaning{"", "already been assigned to another user", ErrorCode::cmdlet_failed,
                 "Remove the number from that user first."},
    ErrorMeaning{
        "", "is not found from tenant", ErrorCode::cmdlet_failed,
        "Check the number and its type: get-phone-numbers --number shows what the tenant has."},
    ErrorMeaning{"", "lacks appropriate licenses", ErrorCode::cmdlet_failed,
                 "Give the user a Teams Phone licence first."},
    ErrorMeaning{"", "on-premises Active Directory", ErrorCode::cmdlet_failed,
                 "The number comes from the on-premises directory. Clear it there, and wait until "
                 "that is synchronised."},
    ErrorMeaning{"", "The user '", ErrorCode::cmdlet_failed,
                 "Check the user's name; its object id works too."},
    ErrorMeaning{"NotFound", "", ErrorCode::cmdlet_failed,
                 "The service does not know the user or the number."},
};

struct Meanings {
  std::string_view command;
  std::span<const ErrorMeaning> rows;
};
const std::array meanings = {
    Meanings{"get-phone-numbers", listing_errors},
    Meanings{"assign-phone-number", change_errors},
    Meanings{"remove-phone-number", change_errors},
};

}  // namespace

std::span<const CommandInfo> commands() {
  static const std::vector<CommandInfo> all = make_commands();
  return all;
}

const CommandInfo* find_command(std::string_view name) {
  const auto same = [&](std::string_view other) {
    return std::equal(name.begin(), name.end(), other.begin(), other.end(),
                      [](char a, char b) { return a == b || (a == '_' && b == '-'); });
  };
  for (const CommandInfo& command : commands())
    if (same(command.name)) return &command;
  return nullptr;
}

std::vector<std::string_view> policy_types() {
  std::vector<std::string_view> names;
  for (const teams::PolicyReader& reader : readers) names.push_back(reader.name);
  return names;
}

namespace teams {

std::span<const PolicyReader> policy_readers() { return readers; }

const PolicyReader* find_policy_reader(std::string_view name) {
  for (const PolicyReader& reader : readers)
    if (reader.name == name) return &reader;
  return nullptr;
}

std::span<const core::ErrorMeaning> error_meanings(std::string_view command) {
  for (const Meanings& row : meanings)
    if (row.command == command) return row.rows;
  return {};
}

}  // namespace teams
}  // namespace teamsctl
