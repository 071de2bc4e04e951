#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "binding/error_record.hpp"

namespace teamsctl::simulator {

/// A sign-in that fails in the module or in MSAL, without an answer of Entra ID.
struct ModuleRefusal {
  std::string_view name;  ///< that scenarios know it by
  std::string_view text;
  std::string_view exception;
  bool wrapped = true;  ///< in an AggregateException, as what fails in a task is
};

/// The refusal with that name, or null.
[[nodiscard]] const ModuleRefusal* find_module_refusal(std::string_view name);

/// The names that there are, for a message.
[[nodiscard]] std::string known_module_refusals();

/// The error records that a cmdlet writes for it.
[[nodiscard]] std::vector<ErrorRecord> records_of(const ModuleRefusal& refusal,
                                                  std::string_view cmdlet);

}  // namespace teamsctl::simulator
