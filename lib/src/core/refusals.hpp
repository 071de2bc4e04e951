#pragma once

#include <span>
#include <string_view>

#include "core/record.hpp"
#include "teamsctl/error.hpp"

// What the error records of a command mean for the one who called it. The module reports one
// failure as two or three records; each function here makes one Error of them. `records` may be
// empty: the failure then came without a word.
namespace teamsctl::core {

/// Of `Import-Module MicrosoftTeams`.
[[nodiscard]] Error import_error(std::span<const ErrorRecord> records);

/// Of `Connect-MicrosoftTeams`, and of the `Get-CsTenant` that proves it. Entra ID refusals go by
/// their number, never by their text, which is translated and reworded.
[[nodiscard]] Error sign_in_error(std::span<const ErrorRecord> records);

/// What an error of one cmdlet means where the general rules do not know it. An empty text matches
/// everything.
struct ErrorMeaning {
  std::string_view id;    ///< what the error id begins with, up to its comma: "NotFound"
  std::string_view part;  ///< of the message, in any case of letters
  ErrorCode code;
  std::string_view hint;
};

/// Of any other command. The first of `meanings` that fits goes before the general rules, but for
/// the ends of a session and for what passes.
[[nodiscard]] Error command_error(std::span<const ErrorRecord> records,
                                  std::span<const ErrorMeaning> meanings = {});

/// True when the records say that what was asked for does not exist.
[[nodiscard]] bool says_not_found(std::span<const ErrorRecord> records);

}  // namespace teamsctl::core
