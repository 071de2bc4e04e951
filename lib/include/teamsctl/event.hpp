#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "teamsctl/challenge.hpp"
#include "teamsctl/error.hpp"
#include "teamsctl/export.hpp"
#include "teamsctl/request.hpp"

namespace teamsctl {

/// Where a session is. What may follow what stands in one table: lib/src/core/session_table.cpp.
enum class State {
  starting,            ///< pwsh is being started
  ready,               ///< the session host answers; nobody is signed in
  importing,           ///< the MicrosoftTeams module is being loaded
  signing_in,          ///< Connect-MicrosoftTeams runs
  awaiting_challenge,  ///< it runs and waits for an answer
  verifying,           ///< Get-CsTenant has to answer before "connected" is said
  connected,           ///< signed in, idle
  executing,           ///< signed in, a request runs
  expired,             ///< the service no longer takes the sign-in
  failed,              ///< the sign-in failed; another one may be tried
  closing,             ///< pwsh is being ended
  closed,              ///< pwsh is gone
};

/// The stable name of a state. Static storage.
[[nodiscard]] TEAMSCTL_API std::string_view name_of(State state) noexcept;

struct StateChanged {
  State from;
  State to;
};

/// pwsh runs and its session host answers.
struct Ready {
  std::string powershell;        ///< its version, such as "7.6.5"
  bool host_from_cache = false;  ///< false when the session host had to be compiled
};

/// A question is open until it is answered, declined or withdrawn (ChallengeClosed).
struct ChallengeOpened {
  Challenge challenge;
};
struct ChallengeClosed {
  ChallengeId id;
};

/// The sign-in is done and Get-CsTenant has answered.
struct Connected {
  std::string account;
  std::string tenant_id;
  std::string display_name;
};

/// One result of a request. `json` is one JSON value in UTF-8 without line breaks; the bytes are
/// valid only during the call that hands the event over.
struct Row {
  RequestId request;
  std::string_view json;
};

enum class MessageLevel { warning, verbose, debug, information, host, error };

/// How JSON and transcripts call it: "warning", "verbose", ... Static storage.
[[nodiscard]] TEAMSCTL_API std::string_view name_of(MessageLevel level) noexcept;

/// What a request said beside its results. A non-terminating error of a cmdlet is a Message of
/// level error; the request as a whole reports its outcome in Finished.
struct Message {
  RequestId request;
  MessageLevel level;
  std::string text;
  std::string error_id;  ///< of an error: PowerShell's FullyQualifiedErrorId; may be empty
  std::string category;  ///< of an error: its category, such as "InvalidOperation"; may be empty
  bool newline = true;   ///< of host text: false when the line goes on
};

struct Progress {
  RequestId request;
  std::string activity;
  std::string status;
  int percent = -1;         ///< -1 when unknown
  std::uint64_t rows = 0;   ///< rows handed over so far
  std::uint64_t pages = 0;  ///< commands that have ended so far
};

/// The one end of a request. Rows came before it; with an error they are not the whole answer.
struct Finished {
  RequestId request;
  std::uint64_t rows = 0;
  std::uint64_t truncated = 0;  ///< rows in which a value was nested too deep to be written whole
  std::optional<Error> error;
};

/// pwsh is gone and everything of it has been cleaned up. The last event of a session.
struct Closed {
  std::optional<Error> error;  ///< set when the end was not asked for
};

using Event = std::variant<StateChanged, Ready, ChallengeOpened, ChallengeClosed, Connected, Row,
                           Message, Progress, Finished, Closed>;

}  // namespace teamsctl
