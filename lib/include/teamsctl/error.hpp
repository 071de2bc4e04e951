#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace teamsctl {

/// What a caller can do about a failure. The list holds choices, not causes: the cause is in the message.
enum class ErrorCode {
  ok,
  internal,
  usage,
  config,
  sign_in_refused,
  session_expired,
  not_connected,
  input_needed,
  mfa_refused,
  timeout,
  temporary,
  pwsh_missing,
  module_missing,
  cmdlet_failed,
  partly_failed,
  child_lost,
  agent,
  command_timeout,
  output,
  insecure,
  interrupted,
};

/// A failure, ready to be shown: one sentence that says what happened and one that says what to do.
/// Neither ever holds a secret.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;  ///< one sentence, UTF-8, no line break
  std::string hint;     ///< what to do about it; may be empty
  std::string detail;   ///< the redacted end of what pwsh wrote, or a cmdlet's error id; may be empty
  std::optional<int> aadsts;  ///< the number N of an Entra ID refusal "AADSTSN", when there is one
  bool retryable = false;     ///< the same call may succeed later without any change
};

/// The stable name of a code, as in `{"error":{"code":"mfa_refused"}}`. Never empty; static storage.
[[nodiscard]] std::string_view name_of(ErrorCode code) noexcept;

/// The exit status that the command line gives for a code: 0 for ok; the table is in lib/src/core/error.cpp and in teamsctl(1).
/// `interrupted` is 130 here; a terminated program reports 143 instead.
[[nodiscard]] int exit_status(ErrorCode code) noexcept;

}  // namespace teamsctl
