#pragma once

#include <chrono>
#include <cstddef>

namespace teamsctl {

/// How long each stage may take and how much it may hold. A duration of zero means "no limit".
struct Limits {
  std::chrono::milliseconds start{30'000};     ///< process start to `ready`
  std::chrono::milliseconds import{120'000};   ///< loading the MicrosoftTeams module
  std::chrono::milliseconds sign_in{300'000};  ///< the whole sign-in, challenges included
  std::chrono::milliseconds mfa{120'000};      ///< one challenge, from its appearance to its answer
  int mfa_attempts = 2;                        ///< how many codes are sent before giving up; 1 to 5
  std::chrono::milliseconds command{
      0};  ///< one request, without the time its rows wait for their reader
  /// How often one command is sent again when the service throttles it or is not available, and how
  /// long a request waits for that in all. 0 retries: never.
  int retries = 4;
  std::chrono::milliseconds retry_limit{300'000};
  std::chrono::milliseconds between_commands{
      0};  ///< the least time from the start of one command to that of the next
  std::chrono::milliseconds cancel{
      2'000};  ///< from a cancel to the end of the request; then pwsh is ended
  std::chrono::milliseconds close{
      2'000};  ///< from an orderly close to the end of pwsh; then it is ended

  std::size_t record_bytes =
      64u << 20;  ///< the longest record taken from the session host, in bytes
  std::size_t console_tail_bytes =
      4096;  ///< how much of pwsh's console is kept for an error report, in bytes
  std::size_t outgoing_bytes = 16u
                               << 20;  ///< the most that may wait to be written to pwsh, in bytes
};

/// The hard cap on mfa_attempts: more would lock accounts.
inline constexpr int max_mfa_attempts = 5;

}  // namespace teamsctl
