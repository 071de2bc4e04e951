#pragma once

#include <span>

#include "core/record.hpp"
#include "teamsctl/error.hpp"

// What the error records of a command mean for the one who called it. The module reports one failure as two or three
// records; each function here makes one Error of them. `records` may be empty: the failure then came without a word.
namespace teamsctl::core {

/// Of `Import-Module MicrosoftTeams`.
[[nodiscard]] Error import_error(std::span<const ErrorRecord> records);

/// Of `Connect-MicrosoftTeams`, and of the `Get-CsTenant` that proves it. Entra ID refusals go by their number, never by
/// their text, which is translated and reworded.
[[nodiscard]] Error sign_in_error(std::span<const ErrorRecord> records);

/// Of any other command.
[[nodiscard]] Error command_error(std::span<const ErrorRecord> records);

}  // namespace teamsctl::core
