#include "teamsctl/error.hpp"

#include <array>

namespace teamsctl {
namespace {

struct Row {
  ErrorCode code;
  std::string_view name;
  int exit;
  std::string_view meaning;
};

// The one table of codes and exit statuses; scripts are written against it.
constexpr std::array rows = {
    Row{ErrorCode::ok, "ok", 0, "Done."},
    Row{ErrorCode::internal, "internal", 1, "A bug of teamsctl."},
    Row{ErrorCode::usage, "usage", 2, "The command line is wrong; nothing was started."},
    Row{ErrorCode::config, "config", 3,
        "A configuration file, a profile or a certificate is wrong or does not exist; nothing was "
        "started."},
    Row{ErrorCode::sign_in_refused, "sign_in_refused", 4, "The sign-in was refused."},
    Row{ErrorCode::session_expired, "session_expired", 4,
        "The sign-in ran out and could not be renewed."},
    Row{ErrorCode::not_connected, "not_connected", 4, "Nobody is signed in."},
    Row{ErrorCode::input_needed, "input_needed", 5,
        "A code, a password or another answer is needed and no source gives it."},
    Row{ErrorCode::mfa_refused, "mfa_refused", 6,
        "The code or the approval was refused, or came too late."},
    Row{ErrorCode::timeout, "timeout", 7,
        "Start, sign-in or challenge took longer than its limit, or a change does not show yet."},
    Row{ErrorCode::temporary, "temporary", 8,
        "Throttled, no network, or the service is unavailable: try again later."},
    Row{ErrorCode::pwsh_missing, "pwsh_missing", 9, "PowerShell is missing or too old."},
    Row{ErrorCode::module_missing, "module_missing", 9,
        "The MicrosoftTeams module is missing or too old."},
    Row{ErrorCode::cmdlet_failed, "cmdlet_failed", 10, "The cmdlet failed."},
    Row{ErrorCode::partly_failed, "partly_failed", 11,
        "Some of several things that were asked for failed; the others were done."},
    Row{ErrorCode::child_lost, "child_lost", 12,
        "PowerShell ended unexpectedly or sent what could not be understood."},
    Row{ErrorCode::agent, "agent", 12,
        "The session agent ended, cannot be reached or spoke nonsense."},
    Row{ErrorCode::command_timeout, "command_timeout", 13, "The command ran past --timeout."},
    Row{ErrorCode::output, "output", 14,
        "The output could not be written, or --jq failed on a result."},
    Row{ErrorCode::insecure, "insecure", 15, "Refused: a file or directory is open to others."},
    Row{ErrorCode::interrupted, "interrupted", 130,
        "Interrupted by a signal; 143 when terminated by one."},
};

const Row& row_of(ErrorCode code) noexcept {
  for (const Row& row : rows)
    if (row.code == code) return row;
  return rows[1];
}

}  // namespace

std::string_view name_of(Reason reason) noexcept {
  switch (reason) {
    case Reason::none:
      return "";
    case Reason::no_source:
      return "no_source";
    case Reason::code_refused:
      return "code_refused";
    case Reason::code_late:
      return "code_late";
    case Reason::approval_refused:
      return "approval_refused";
    case Reason::number_not_shown:
      return "number_not_shown";
    case Reason::answer_timed_out:
      return "answer_timed_out";
    case Reason::device_code_timed_out:
      return "device_code_timed_out";
    case Reason::cancelled:
      return "cancelled";
  }
  return "";
}

std::string_view name_of(ErrorCode code) noexcept { return row_of(code).name; }
int exit_status(ErrorCode code) noexcept { return row_of(code).exit; }
std::string_view meaning_of(ErrorCode code) noexcept { return row_of(code).meaning; }

std::span<const ErrorCode> error_codes() noexcept {
  static constexpr auto codes = [] {
    std::array<ErrorCode, rows.size()> all{};
    for (std::size_t i = 0; i < rows.size(); ++i) all[i] = rows[i].code;
    return all;
  }();
  return codes;
}

}  // namespace teamsctl
