#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "teamsctl/challenge.hpp"
#include "teamsctl/export.hpp"

namespace teamsctl {

/// What a caller can do about a failure. The list holds choices, not causes: the cause is in the
/// message.
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

/// How the question of a sign-in ended, where the code alone does not say it.
enum class Reason {
  none,
  no_source,              ///< nothing gives an answer (input_needed)
  code_refused,           ///< the code was wrong (mfa_refused)
  code_late,              ///< the sign-in gave up before the code came (mfa_refused)
  approval_refused,       ///< denied, or not approved in time, on the other device (mfa_refused)
  number_not_shown,       ///< a second factor was refused that was never shown here (mfa_refused)
  answer_timed_out,       ///< --mfa-timeout (timeout)
  device_code_timed_out,  ///< nobody entered the device code in time (timeout)
  cancelled,              ///< by the caller (interrupted)
};

/// The stable name of a reason, as in `{"error":{"reason":"code_late"}}`; empty for none. Static
/// storage.
[[nodiscard]] TEAMSCTL_API std::string_view name_of(Reason reason) noexcept;

/// A failure, ready to be shown: one sentence that says what happened and one that says what to do.
/// Neither ever holds a secret.
struct Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;    ///< one sentence, UTF-8, no line break
  std::string hint = {};  ///< what to do about it; may be empty
  /// The redacted end of what pwsh wrote, or a cmdlet's error id; may be empty.
  std::string detail = {};
  /// The number N of an Entra ID refusal "AADSTSN", when there is one.
  std::optional<int> aadsts = {};
  bool retryable = false;  ///< the same call may succeed later without any change
  bool not_taken = false;  ///< of `temporary`: the service refused before it looked at the command
                           ///< (throttling), so nothing has happened
  /// How long the service asked to be left alone, when it said so.
  std::optional<std::chrono::milliseconds> retry_after = {};
  Reason reason = Reason::none;
  std::optional<Challenge> challenge = {};  ///< the question that had no answer, or a wrong one
  /// The time at Entra ID when it refused, by its own clock.
  std::optional<std::chrono::system_clock::time_point> server_time = {};
};

/// The stable name of a code, as in `{"error":{"code":"mfa_refused"}}`. Never empty; static
/// storage.
[[nodiscard]] TEAMSCTL_API std::string_view name_of(ErrorCode code) noexcept;

/// The exit status that the command line gives for a code: 0 for ok; the table is in
/// lib/src/core/error.cpp and in teamsctl(1). `interrupted` is 130 here; a terminated program
/// reports 143 instead.
[[nodiscard]] TEAMSCTL_API int exit_status(ErrorCode code) noexcept;

/// What a code means, in one sentence or two, for manuals and help. Static storage.
[[nodiscard]] TEAMSCTL_API std::string_view meaning_of(ErrorCode code) noexcept;

/// All codes, in the order of their exit statuses. Static storage.
[[nodiscard]] TEAMSCTL_API std::span<const ErrorCode> error_codes() noexcept;

}  // namespace teamsctl
