#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "error_record.hpp"

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

/// The refusal's text as Entra ID gives it: with its number and with ids and a time, which are
/// always the same here.
[[nodiscard]] std::string message_of(const EntraRefusal& refusal);

/// The refusal of a tenant that is not there, which names it.
[[nodiscard]] std::vector<ErrorRecord> tenant_not_found(std::string_view tenant,
                                                        std::string_view cmdlet);

/// The error records that a cmdlet writes for an exception inside it, as the module's cmdlets do:
/// the AggregateException of the task that failed, the exception itself and, after some, the
/// module's own NullReferenceException.
[[nodiscard]] std::vector<ErrorRecord> records_of(const EntraRefusal& refusal,
                                                  std::string_view cmdlet);
[[nodiscard]] std::vector<ErrorRecord> records_of(std::string_view message,
                                                  std::string_view exception,
                                                  std::string_view cmdlet);

/// The NullReferenceException of Connect-MicrosoftTeams: with the id of the cmdlet or with one of
/// its own.
[[nodiscard]] ErrorRecord null_reference(bool own_id, std::string_view cmdlet);

}  // namespace teamsctl::simulator
