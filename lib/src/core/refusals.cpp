#include "core/refusals.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cctype>
#include <string>
#include <string_view>

namespace teamsctl::core {
namespace {

constexpr std::string_view use_another_way =
    "A user name and a password alone cannot pass this account's MFA. Use an account that is exempt from it.";
constexpr std::string_view ask_admin = "Ask an administrator of the tenant to change the policy or to exempt this account.";
constexpr std::string_view sign_in_again = "Sign in again.";
constexpr std::string_view check_app = "Check the tenant id and the application's registration in Entra ID.";
constexpr std::string_view check_account = "Check the user name and the password.";

struct Refusal {
  int number;
  ErrorCode code;
  std::string_view hint;
};

// Entra ID's numbers (AADSTSnnnnn): learn.microsoft.com, "Microsoft Entra authentication and authorization error codes".
constexpr std::array refusals = {
    Refusal{50034, ErrorCode::sign_in_refused, "Check the user name: the tenant does not know it."},
    Refusal{50053, ErrorCode::sign_in_refused, "The account is locked. Wait, or ask an administrator to unlock it; trying again keeps it locked."},
    Refusal{50055, ErrorCode::sign_in_refused, "Set a new password in a browser first."},
    Refusal{50056, ErrorCode::sign_in_refused, check_account},
    Refusal{50057, ErrorCode::sign_in_refused, "The account is disabled. Ask an administrator."},
    Refusal{50072, ErrorCode::input_needed, use_another_way},
    Refusal{50074, ErrorCode::input_needed, use_another_way},
    Refusal{50076, ErrorCode::input_needed, use_another_way},
    Refusal{50078, ErrorCode::input_needed, use_another_way},
    Refusal{50079, ErrorCode::input_needed, use_another_way},
    Refusal{50126, ErrorCode::sign_in_refused, check_account},
    Refusal{50158, ErrorCode::input_needed, use_another_way},
    Refusal{50173, ErrorCode::session_expired, sign_in_again},
    Refusal{50196, ErrorCode::temporary, "Wait some minutes before the next sign-in."},
    Refusal{50203, ErrorCode::input_needed, "Register a sign-in method for this account in a browser first."},
    Refusal{53000, ErrorCode::sign_in_refused, ask_admin},
    Refusal{53001, ErrorCode::sign_in_refused, ask_admin},
    Refusal{53003, ErrorCode::sign_in_refused, ask_admin},
    Refusal{530003, ErrorCode::sign_in_refused, ask_admin},
    Refusal{65001, ErrorCode::sign_in_refused, "Ask an administrator to consent to the application for this tenant."},
    Refusal{70016, ErrorCode::timeout, sign_in_again},
    Refusal{70018, ErrorCode::sign_in_refused, "The code that was entered was not the one shown. Sign in again."},
    Refusal{70019, ErrorCode::timeout, "The device code has expired. Sign in again and enter the new one in time."},
    Refusal{70043, ErrorCode::session_expired, sign_in_again},
    Refusal{90002, ErrorCode::sign_in_refused, check_app},
    Refusal{500121, ErrorCode::mfa_refused, "The second factor was refused or not given in time. Sign in again."},
    Refusal{700016, ErrorCode::sign_in_refused, check_app},
    Refusal{700027, ErrorCode::sign_in_refused, "Check the certificate: it is not the one registered for the application, or it has expired."},
    Refusal{700082, ErrorCode::session_expired, sign_in_again},
    Refusal{7000215, ErrorCode::sign_in_refused, check_app},
};

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool contains(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

std::optional<int> aadsts_number(std::string_view text) {
  constexpr std::string_view mark = "AADSTS";
  for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
    int number = 0;
    const char* begin = text.data() + at + mark.size();
    if (std::from_chars(begin, text.data() + text.size(), number).ec == std::errc()) return number;
  }
  return std::nullopt;
}

// One line, without what only Microsoft's support can use and without the wrapping of an AggregateException.
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
  return record.fqid.starts_with(id) && (record.fqid.size() == id.size() || record.fqid[id.size()] == ',');
}

bool not_connected(const ErrorRecord& record) {
  // Three families of cmdlets word it in three ways; what they share is the name of the command and one of these words.
  return contains(record.message, "Connect-MicrosoftTeams") &&
         (contains(record.message, "before") || contains(record.message, "Session is not established"));
}

bool throttled(const ErrorRecord& record) {
  return id_starts(record, "TooManyRequests") || id_starts(record, "429") || contains(record.message, "TooManyRequests") ||
         contains(record.message, "Too Many Requests") || contains(record.message, "throttl");
}

bool unavailable(const ErrorRecord& record) {
  return id_starts(record, "ServiceUnavailable") || id_starts(record, "503") || id_starts(record, "BadGateway") ||
         id_starts(record, "GatewayTimeout") || contains(record.message, "Service is unavailable");
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
    return error;
  }
  return std::nullopt;
}

}  // namespace

Error import_error(std::span<const ErrorRecord> records) {
  const ErrorRecord* record = first_with_text(records);
  Error error{.code = ErrorCode::module_missing,
              .message = "The PowerShell module MicrosoftTeams could not be loaded.",
              .hint = "Install it for the PowerShell that is used: pwsh -c 'Install-Module MicrosoftTeams -Scope CurrentUser'. PSModulePath "
                      "says where PowerShell looks for modules."};
  if (record != nullptr) {
    if (!id_starts(*record, "Modules_ModuleNotFound")) error.message += " " + sentence(record->message);
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
  Error error{.code = ErrorCode::sign_in_refused, .message = sentence(record->message), .detail = record->fqid};
  if (throttled(*record) || unavailable(*record)) {
    error.code = ErrorCode::temporary;
    error.retryable = true;
    error.hint = "Wait, then try again.";
  } else if (not_connected(*record)) {
    error.code = ErrorCode::not_connected;
    error.hint = "The sign-in was reported as done, but the service does not take it. Try again.";
    error.retryable = true;
  } else if (contains(record->message, "xdg-open")) {
    error.code = ErrorCode::input_needed;
    error.hint = "This sign-in wants a browser, and there is none here. Give a user name and a password.";
  } else if (id_starts(*record, "CommandNotFoundException")) {
    error.code = ErrorCode::module_missing;
    error.hint = "The MicrosoftTeams module that was loaded lacks this command. Update it.";
  } else {
    error.hint = "Run with -vv to see what PowerShell wrote.";
  }
  return error;
}

Error command_error(std::span<const ErrorRecord> records) {
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
  Error error{.code = ErrorCode::cmdlet_failed, .message = sentence(record->message), .detail = record->fqid};
  if (not_connected(*record)) {
    error.code = ErrorCode::not_connected;
    error.hint = sign_in_again;
  } else if (id_starts(*record, "Unauthorized") || contains(record->message, "Invalid credential")) {
    error.code = ErrorCode::session_expired;
    error.hint = "The service no longer takes the sign-in, or the application lacks a permission. Sign in again.";
  } else if (throttled(*record) || unavailable(*record)) {
    error.code = ErrorCode::temporary;
    error.retryable = true;
    error.hint = "Wait, then try again.";
  } else if (id_starts(*record, "Forbidden") || contains(record->message, "Access Denied")) {
    error.hint = "The account lacks a role for this: Teams Administrator, Teams Communications Administrator or a telephony role.";
  } else if (id_starts(*record, "CommandNotFoundException")) {
    error.code = ErrorCode::module_missing;
    error.hint = "The installed MicrosoftTeams module lacks this cmdlet. Update it: pwsh -c 'Update-Module MicrosoftTeams'.";
  } else if (id_starts(*record, "BadRequest")) {
    error.hint = "The service did not take one of the values. Check the options.";
  }
  return error;
}

}  // namespace teamsctl::core
