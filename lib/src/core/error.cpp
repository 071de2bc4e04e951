#include "teamsctl/error.hpp"

#include <array>

namespace teamsctl {
namespace {

struct Row {
  ErrorCode code;
  std::string_view name;
  int exit;
};

// The one table of codes and exit statuses; scripts are written against it.
constexpr std::array rows = {
    Row{ErrorCode::ok, "ok", 0},
    Row{ErrorCode::internal, "internal", 1},
    Row{ErrorCode::usage, "usage", 2},
    Row{ErrorCode::config, "config", 3},
    Row{ErrorCode::sign_in_refused, "sign_in_refused", 4},
    Row{ErrorCode::session_expired, "session_expired", 4},
    Row{ErrorCode::not_connected, "not_connected", 4},
    Row{ErrorCode::input_needed, "input_needed", 5},
    Row{ErrorCode::mfa_refused, "mfa_refused", 6},
    Row{ErrorCode::timeout, "timeout", 7},
    Row{ErrorCode::temporary, "temporary", 8},
    Row{ErrorCode::pwsh_missing, "pwsh_missing", 9},
    Row{ErrorCode::module_missing, "module_missing", 9},
    Row{ErrorCode::cmdlet_failed, "cmdlet_failed", 10},
    Row{ErrorCode::partly_failed, "partly_failed", 11},
    Row{ErrorCode::child_lost, "child_lost", 12},
    Row{ErrorCode::agent, "agent", 12},
    Row{ErrorCode::command_timeout, "command_timeout", 13},
    Row{ErrorCode::output, "output", 14},
    Row{ErrorCode::insecure, "insecure", 15},
    Row{ErrorCode::interrupted, "interrupted", 130},
};

const Row& row_of(ErrorCode code) noexcept {
  for (const Row& row : rows)
    if (row.code == code) return row;
  return rows[1];
}

}  // namespace

std::string_view name_of(Reason reason) noexcept {
  switch (reason) {
    case Reason::none: return "";
    case Reason::no_source: return "no_source";
    case Reason::code_refused: return "code_refused";
    case Reason::code_late: return "code_late";
    case Reason::approval_refused: return "approval_refused";
    case Reason::number_not_shown: return "number_not_shown";
    case Reason::answer_timed_out: return "answer_timed_out";
    case Reason::device_code_timed_out: return "device_code_timed_out";
    case Reason::cancelled: return "cancelled";
  }
  return "";
}

std::string_view name_of(ErrorCode code) noexcept { return row_of(code).name; }
int exit_status(ErrorCode code) noexcept { return row_of(code).exit; }

}  // namespace teamsctl
