#include "core/refusals.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>

namespace teamsctl::core {
namespace {

constexpr std::string_view use_another_way =
    "A user name and a password alone cannot pass this account's MFA. Sign in with --auth "
    "device-code, or as an application with --auth "
    "certificate.";
constexpr std::string_view ask_admin =
    "A policy of the tenant (Conditional Access) forbids this sign-in. Ask an administrator to "
    "allow it, or sign in as an application with "
    "--auth certificate.";
constexpr std::string_view sign_in_again = "Sign in again.";
constexpr std::string_view check_app =
    "Check --tenant-id, --application-id and the application's registration in Entra ID.";
constexpr std::string_view check_tenant = "Check the tenant (--tenant-id) and the user name.";
constexpr std::string_view check_account = "Check the user name and the password.";
constexpr std::string_view wait_some_minutes = "Wait some minutes before the next sign-in.";

struct Refusal {
  int number;
  ErrorCode code;
  std::string_view hint;
};

// Entra ID's numbers (AADSTSnnnnn): learn.microsoft.com, "Microsoft Entra authentication and
// authorization error codes".
constexpr std::array refusals = {
    Refusal{50020, ErrorCode::sign_in_refused, check_tenant},
    Refusal{50034, ErrorCode::sign_in_refused, "Check the user name: the tenant does not know it."},
    Refusal{50053, ErrorCode::sign_in_refused,
            "The account is locked. Wait, or ask an administrator to unlock it; trying again keeps "
            "it locked."},
    Refusal{50055, ErrorCode::sign_in_refused, "Set a new password in a browser first."},
    Refusal{50056, ErrorCode::sign_in_refused, check_account},
    Refusal{50057, ErrorCode::sign_in_refused, "The account is disabled. Ask an administrator."},
    Refusal{50059, ErrorCode::sign_in_refused, check_tenant},
    Refusal{50072, ErrorCode::input_needed, use_another_way},
    Refusal{50074, ErrorCode::input_needed, use_another_way},
    Refusal{50076, ErrorCode::input_needed, use_another_way},
    Refusal{50078, ErrorCode::input_needed, use_another_way},
    Refusal{50079, ErrorCode::input_needed, use_another_way},
    Refusal{50105, ErrorCode::sign_in_refused,
            "Ask an administrator to assign the application to this account."},
    Refusal{50126, ErrorCode::sign_in_refused, check_account},
    Refusal{50128, ErrorCode::sign_in_refused, check_tenant},
    Refusal{50131, ErrorCode::sign_in_refused, ask_admin},
    Refusal{50158, ErrorCode::input_needed, use_another_way},
    Refusal{50173, ErrorCode::session_expired, sign_in_again},
    Refusal{50196, ErrorCode::temporary, wait_some_minutes},
    Refusal{50203, ErrorCode::input_needed,
            "Register a sign-in method for this account in a browser first."},
    Refusal{53000, ErrorCode::sign_in_refused, ask_admin},
    Refusal{53001, ErrorCode::sign_in_refused, ask_admin},
    Refusal{53002, ErrorCode::sign_in_refused, ask_admin},
    Refusal{53003, ErrorCode::sign_in_refused, ask_admin},
    Refusal{53004, ErrorCode::sign_in_refused, ask_admin},
    Refusal{530003, ErrorCode::sign_in_refused, ask_admin},
    Refusal{65001, ErrorCode::sign_in_refused,
            "Ask an administrator to consent to the application for this tenant."},
    Refusal{70016, ErrorCode::timeout, sign_in_again},
    Refusal{70018, ErrorCode::sign_in_refused,
            "The code that was entered was not the one shown. Sign in again."},
    Refusal{70019, ErrorCode::timeout,
            "The device code has expired. Sign in again and enter the new one in time."},
    Refusal{70043, ErrorCode::session_expired, sign_in_again},
    Refusal{90002, ErrorCode::sign_in_refused, check_tenant},
    Refusal{90033, ErrorCode::temporary, wait_some_minutes},
    Refusal{90133, ErrorCode::sign_in_refused, "Name the tenant with --tenant-id."},
    Refusal{500121, ErrorCode::mfa_refused,
            "The second factor was refused or not given in time. Sign in again."},
    Refusal{700016, ErrorCode::sign_in_refused, check_app},
    Refusal{700024, ErrorCode::sign_in_refused,
            "Check the clock of this machine: Entra ID takes its time for wrong."},
    Refusal{700027, ErrorCode::sign_in_refused,
            "Check the certificate: it is not the one registered for the application, or it has "
            "expired."},
    Refusal{700082, ErrorCode::session_expired, sign_in_again},
    Refusal{7000112, ErrorCode::sign_in_refused,
            "The application is disabled in the tenant. Ask an administrator."},
    Refusal{7000215, ErrorCode::sign_in_refused, check_app},
    Refusal{7000222, ErrorCode::sign_in_refused, check_app},
};

struct KnownText {
  std::string_view part;
  ErrorCode code;
  std::string_view hint;
};

// What Connect-MicrosoftTeams says without a number: English in every culture, since it comes from
// MSAL and the module.
constexpr std::array known_texts = {
    KnownText{"xdg-open", ErrorCode::input_needed,
              "This sign-in wants a browser, and there is none here. Sign in with --auth "
              "device-code, or as an application with --auth "
              "certificate."},
    KnownText{"password_required_for_managed_user", ErrorCode::sign_in_refused, check_account},
    KnownText{"seconds difference in the time range of expiration", ErrorCode::sign_in_refused,
              "Get both access tokens anew, one right after the other."},
    KnownText{"Not supported tenant type", ErrorCode::sign_in_refused,
              "Check --tenant-id and that both access tokens are for that tenant."},
    KnownText{"IDX10223", ErrorCode::session_expired,
              "Get both access tokens anew: they have expired."},
    KnownText{"Invalid provider type specified", ErrorCode::sign_in_refused,
              "The certificate's key is of a kind that the module cannot use. Make one with an RSA "
              "key, as PFX or PEM."},
    KnownText{"assembly's manifest definition does not match", ErrorCode::module_missing,
              "Another module has loaded another version of the same library. Update "
              "MicrosoftTeams, and load no other module beside it."},
};

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool contains(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

std::optional<int> aadsts_number(std::string_view text) {
  constexpr std::string_view mark = "AADSTS";
  for (std::size_t at = text.find(mark); at != std::string_view::npos;
       at = text.find(mark, at + 1)) {
    int number = 0;
    const char* begin = text.data() + at + mark.size();
    if (std::from_chars(begin, text.data() + text.size(), number).ec == std::errc()) return number;
  }
  return std::nullopt;
}

// One line, without what only Microsoft's support can use and without the wrapping of an
// AggregateException.
std::string sentence(std::string_view text) {
  constexpr std::string_view aggregate = "One or more errors occurred. (";
  bool wrapped = false;
  if (text.starts_with(aggregate)) {
    text.remove_prefix(aggregate.size());
    wrapped = true;
  }
  text = text.substr(0, text.find("Trace ID:"));
  std::string line;
  for (const char c : text) {
    const bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!space)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  if (wrapped && line.ends_with(')')) line.pop_back();
  return line;
}

const ErrorRecord* first_with_text(std::span<const ErrorRecord> records) {
  for (const ErrorRecord& record : records)
    if (!record.message.empty()) return &record;
  return records.empty() ? nullptr : &records.front();
}

bool id_starts(const ErrorRecord& record, std::string_view id) {
  return record.fqid.starts_with(id) &&
         (record.fqid.size() == id.size() || record.fqid[id.size()] == ',');
}

bool not_connected(const ErrorRecord& record) {
  // Three families of cmdlets word it in three ways; what they share is the name of the command and
  // one of these words.
  return contains(record.message, "Connect-MicrosoftTeams") &&
         (contains(record.message, "before") ||
          contains(record.message, "Session is not established"));
}

bool throttled(const ErrorRecord& record) {
  return id_starts(record, "TooManyRequests") || id_starts(record, "429") ||
         contains(record.message, "TooManyRequests") ||
         contains(record.message, "Too Many Requests") || contains(record.message, "throttl");
}

bool unavailable(const ErrorRecord& record) {
  return id_starts(record, "ServiceUnavailable") || id_starts(record, "503") ||
         id_starts(record, "502") || id_starts(record, "504") ||
         id_starts(record, "InternalServerError") || id_starts(record, "500") ||
         id_starts(record, "BadGateway") || id_starts(record, "GatewayTimeout") ||
         contains(record.message, "Service is unavailable");
}

// "Retry-After: 7", "try again in 30 seconds", "after 5 seconds": what the service says in words,
// when no header came through.
std::optional<std::chrono::milliseconds> asked_to_wait(std::string_view text) {
  for (const std::string_view mark :
       {"Retry-After", "again in", "again after", "retry after", "retry in"}) {
    const auto found = std::search(text.begin(), text.end(), mark.begin(), mark.end(),
                                   [](char a, char b) { return lower(a) == lower(b); });
    if (found == text.end()) continue;
    const char* at = &*found + mark.size();
    const char* end = text.data() + text.size();
    while (at != end && (*at == ':' || *at == ' ' || *at == '\'' || *at == '"' || *at == '=')) ++at;
    int seconds = 0;
    constexpr int longest = 86'400;
    if (std::from_chars(at, end, seconds).ec == std::errc() && seconds >= 0 && seconds <= longest)
      return std::chrono::seconds(seconds);
  }
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> asked_to_wait(std::span<const ErrorRecord> records) {
  for (const ErrorRecord& record : records)
    if (record.retry_after)
      return std::chrono::milliseconds(static_cast<std::int64_t>(*record.retry_after * 1000));
  for (const ErrorRecord& record : records)
    if (const auto wait = asked_to_wait(record.message)) return wait;
  return std::nullopt;
}

void say_that_it_passes(Error& error, std::span<const ErrorRecord> records) {
  error.code = ErrorCode::temporary;
  error.not_taken = throttled(*first_with_text(records));
  error.retryable = true;
  error.hint = "Wait, then try again.";
  error.retry_after = asked_to_wait(records);
  if (error.retry_after)
    error.hint =
        "Wait " + std::to_string((error.retry_after->count() + 999) / 1000) + " s, then try again.";
}

const KnownText* known_text(std::span<const ErrorRecord> records) {
  for (const KnownText& known : known_texts)
    for (const ErrorRecord& record : records)
      if (contains(record.message, known.part)) return &known;
  return nullptr;
}

// "Timestamp: 2026-11-22 12:00:00Z", which ends every refusal, is the clock of Entra ID.
std::optional<std::chrono::sys_seconds> timestamp(std::string_view text) {
  constexpr std::string_view mark = "Timestamp: ";
  constexpr std::string_view form = "dddd-dd-dd dd:dd:ddZ";
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos || text.size() < at + mark.size() + form.size())
    return std::nullopt;
  const std::string_view time = text.substr(at + mark.size(), form.size());
  for (std::size_t i = 0; i < form.size(); ++i)
    if (form[i] == 'd' ? std::isdigit(static_cast<unsigned char>(time[i])) == 0
                       : time[i] != form[i])
      return std::nullopt;
  const auto number = [&](std::size_t begin, std::size_t size) {
    int value = 0;
    std::from_chars(time.data() + begin, time.data() + begin + size, value);
    return value;
  };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!day.ok()) return std::nullopt;
  return std::chrono::sys_days(day) + std::chrono::hours(number(11, 2)) +
         std::chrono::minutes(number(14, 2)) + std::chrono::seconds(number(17, 2));
}

const ErrorMeaning* fitting(std::span<const ErrorMeaning> meanings, const ErrorRecord& record) {
  for (const ErrorMeaning& meaning : meanings)
    if ((meaning.id.empty() || id_starts(record, meaning.id)) &&
        contains(record.message, meaning.part))
      return &meaning;
  return nullptr;
}

std::optional<Error> entra_refusal(std::span<const ErrorRecord> records) {
  for (const ErrorRecord& record : records) {
    std::string_view text = record.message;
    std::optional<int> number = aadsts_number(text);
    for (const std::string& inner : record.inner) {
      if (number) break;
      text = inner;
      number = aadsts_number(text);
    }
    if (!number) continue;
    Error error{.code = ErrorCode::sign_in_refused,
                .message = sentence(text),
                .hint = "Look the number up in Microsoft's list of Entra ID sign-in errors.",
                .detail = record.fqid,
                .aadsts = number};
    for (const Refusal& row : refusals) {
      if (row.number != *number) continue;
      error.code = row.code;
      error.hint = row.hint;
    }
    error.retryable = error.code == ErrorCode::temporary || error.code == ErrorCode::timeout;
    error.server_time = timestamp(text);
    return error;
  }
  return std::nullopt;
}

}  // namespace

Error import_error(std::span<const ErrorRecord> records) {
  const ErrorRecord* record = first_with_text(records);
  Error error{.code = ErrorCode::module_missing,
              .message = "The PowerShell module MicrosoftTeams could not be loaded.",
              .hint =
                  "Install it for the PowerShell that is used: pwsh -c 'Install-Module "
                  "MicrosoftTeams -Scope CurrentUser'. PSModulePath "
                  "says where PowerShell looks for modules."};
  if (record != nullptr) {
    if (!id_starts(*record, "Modules_ModuleNotFound"))
      error.message += " " + sentence(record->message);
    error.detail = record->fqid;
  }
  return error;
}

Error sign_in_error(std::span<const ErrorRecord> records) {
  if (std::optional<Error> refusal = entra_refusal(records)) return *refusal;
  const ErrorRecord* record = first_with_text(records);
  if (record == nullptr) {
    return {.code = ErrorCode::sign_in_refused,
            .message = "The sign-in failed without a word of why.",
            .hint = "Run with -vv to see what PowerShell wrote."};
  }
  Error error{.code = ErrorCode::sign_in_refused,
              .message = sentence(record->message),
              .detail = record->fqid};
  if (throttled(*record) || unavailable(*record)) {
    say_that_it_passes(error, records);
  } else if (not_connected(*record)) {
    error.code = ErrorCode::not_connected;
    error.hint = "The sign-in was reported as done, but the service does not take it. Try again.";
    error.retryable = true;
  } else if (const KnownText* known = known_text(records)) {
    error.code = known->code;
    error.hint = known->hint;
  } else if (record->fqid.starts_with("Certificate")) {
    // Of the session host: the file did not become a certificate.
    error.code = ErrorCode::config;
    error.hint =
        "Check the certificate's file and its password: teamsctl doctor says what is in it.";
  } else if (contains(record->exception, "NullReferenceException")) {
    error.message = "The module could not use what it was given to sign in: " + error.message;
    error.hint =
        "With --auth access-token it wants two tokens, first for Microsoft Graph, then for Teams, "
        "and both still valid.";
  } else if (id_starts(*record, "CommandNotFoundException")) {
    error.code = ErrorCode::module_missing;
    error.hint = "The MicrosoftTeams module that was loaded lacks this command. Update it.";
  } else {
    error.hint = "Run with -vv to see what PowerShell wrote.";
  }
  return error;
}

bool says_not_found(std::span<const ErrorRecord> records) {
  return std::any_of(records.begin(), records.end(), [](const ErrorRecord& record) {
    return id_starts(record, "NotFound") || contains(record.message, "not found") ||
           contains(record.message, "cannot find") || contains(record.message, "does not exist");
  });
}

Error command_error(std::span<const ErrorRecord> records, std::span<const ErrorMeaning> meanings) {
  const ErrorRecord* record = first_with_text(records);
  if (record == nullptr) {
    return {.code = ErrorCode::cmdlet_failed,
            .message = "The command failed without a word of why.",
            .hint = "Run with -vv to see what PowerShell wrote."};
  }
  if (std::optional<Error> refusal = entra_refusal(records)) {
    // In a connected session such a number means that its tokens are no longer renewed.
    refusal->code = ErrorCode::session_expired;
    refusal->hint = sign_in_again;
    return *refusal;
  }
  Error error{.code = ErrorCode::cmdlet_failed,
              .message = sentence(record->message),
              .detail = record->fqid};
  if (not_connected(*record)) {
    error.code = ErrorCode::not_connected;
    error.hint = sign_in_again;
  } else if (id_starts(*record, "Unauthorized") ||
             contains(record->message, "Invalid credential")) {
    error.code = ErrorCode::session_expired;
    error.hint =
        "The service no longer takes the sign-in, or the application lacks a permission. Sign in "
        "again.";
  } else if (throttled(*record) || unavailable(*record)) {
    say_that_it_passes(error, records);
  } else if (const ErrorMeaning* meaning = fitting(meanings, *record)) {
    error.code = meaning->code;
    error.hint = meaning->hint;
  } else if (id_starts(*record, "Forbidden") || contains(record->message, "Access Denied")) {
    error.hint =
        "The account lacks a role for this: Teams Administrator, Teams Communications "
        "Administrator or a telephony role.";
  } else if (id_starts(*record, "CommandNotFoundException")) {
    error.code = ErrorCode::module_missing;
    error.hint =
        "The installed MicrosoftTeams module lacks this cmdlet. Update it: pwsh -c 'Update-Module "
        "MicrosoftTeams'.";
  } else if (id_starts(*record, "NotReadOnly")) {
    error.code = ErrorCode::usage;
    error.hint =
        "--read-only lets nothing through that may change something. Leave it out to run the text "
        "all the same.";
  } else if (id_starts(*record, "BadRequest")) {
    error.hint = "The service did not take one of the values. Check the options.";
  }
  return error;
}

}  // namespace teamsctl::core
