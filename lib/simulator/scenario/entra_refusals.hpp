#pragma once

#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "binding/error_record.hpp"
#include "scenario/certificate.hpp"

namespace teamsctl::simulator {

/// One refusal of Entra ID: its number, its words and the MSAL exception that carries it.
struct EntraRefusal {
  int number;
  std::string_view text;
  std::string_view exception;
  bool with_null_reference = false;  ///< the module trips over it and says so in a third record
};

/// The refusal with that AADSTS number, or null.
[[nodiscard]] const EntraRefusal* find_entra_refusal(int number);

/// The numbers that there are, for a message.
[[nodiscard]] std::string known_entra_refusals();

/// Which cmdlet asked Entra ID, and when that was by the clock of Entra ID.
struct Asked {
  std::string_view cmdlet;
  std::time_t when = 0;
};

/// The refusal's text as Entra ID gives it: with its number, with ids, which are always the same
/// here, and with the time.
[[nodiscard]] std::string message_of(const EntraRefusal& refusal, std::time_t when);

/// The error records that a cmdlet writes for a refusal. Connect-MicrosoftTeams: the
/// AggregateException of the task that failed, the exception itself and, after some, the module's
/// own NullReferenceException. The cmdlets that ask the
/// service: the exception alone.
[[nodiscard]] std::vector<ErrorRecord> records_of(const EntraRefusal& refusal, const Asked& asked);

/// The refusals that name what was refused.
[[nodiscard]] std::vector<ErrorRecord> tenant_not_found(std::string_view tenant,
                                                        const Asked& asked);
[[nodiscard]] std::vector<ErrorRecord> application_not_found(std::string_view application,
                                                             const Asked& asked);
[[nodiscard]] std::vector<ErrorRecord> certificate_expired(const Certificate& certificate,
                                                           const Asked& asked);

/// The two records that Connect-MicrosoftTeams writes for an exception inside it.
[[nodiscard]] std::vector<ErrorRecord> records_of(std::string_view message,
                                                  std::string_view exception,
                                                  std::string_view cmdlet);

/// The NullReferenceException of Connect-MicrosoftTeams: with the id of the cmdlet or with one of
/// its own.
[[nodiscard]] ErrorRecord null_reference(bool own_id, std::string_view cmdlet);

}  // namespace teamsctl::simulator
