#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "teamsctl/export.hpp"

namespace teamsctl {

/// What a sign-in, or a command, wants from a person.
enum class ChallengeKind {
  mfa_code,      ///< a one-time code to type
  device_code,   ///< a URL to open elsewhere and a code to enter there; nothing to type here
  number_match,  ///< a number to tap on a phone; nothing to type here
  approval,      ///< a request to approve on a phone; nothing to type here
  password,
  username,
  certificate_password,  ///< of the private key in a certificate's file
  access_tokens,  ///< two tokens in one answer, with white space between them: that for Graph, then
                  ///< that for Teams
  choice,         ///< one of `choices`, answered with its label or its number from 0
  confirm,        ///< yes or no: a choice whose labels mean that
  unknown,        ///< a question that no rule knows
};

/// The stable name of a kind, as in `{"kind":"mfa_code"}`. Static storage.
[[nodiscard]] TEAMSCTL_API std::string_view name_of(ChallengeKind kind) noexcept;

/// The kind with that name, or nothing.
[[nodiscard]] TEAMSCTL_API std::optional<ChallengeKind> challenge_kind(
    std::string_view name) noexcept;

/// True for the kinds that are settled on another device: there is nothing to send back.
[[nodiscard]] TEAMSCTL_API bool settled_elsewhere(ChallengeKind kind) noexcept;

using ChallengeId = std::uint64_t;

/// One question, wherever it came from: a typed call of pwsh's host, text on its console, or a
/// credential that the sign-in lacks.
struct Challenge {
  ChallengeId id = 0;  ///< unique in its session
  ChallengeKind kind = ChallengeKind::unknown;
  std::string message;            ///< what to show a person; UTF-8, control characters removed
  std::string display_code = {};  ///< the device code or the number to tap
  std::string url = {};           ///< where to enter the device code
  std::vector<std::string> choices = {};   ///< labels, for choice and confirm
  std::optional<int> default_choice = {};  ///< index into `choices`
  bool secret = false;                     ///< the answer must not be shown while it is typed
  int attempt = 1;                         ///< 1 for the first question of this kind in a sign-in
  std::string account = {};                ///< whom the sign-in is for, when known
  /// When the answer is of no use any more; from the limits of the session, or from the sign-in
  /// when it says so.
  std::optional<std::chrono::system_clock::time_point> expires_at = {};
};

}  // namespace teamsctl
