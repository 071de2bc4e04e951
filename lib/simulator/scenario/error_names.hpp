#pragma once

#include <string>
#include <string_view>

#include "binding/error_record.hpp"

namespace teamsctl::simulator {

/// What a cmdlet calls itself in its errors.
struct ErrorNames {
  std::string activity;
  std::string id;  ///< what the ids of its errors end with
  /// It is one of those that ask the service.
  bool of_service = false;
  /// It is a function that hands its call to a private cmdlet: where that throws, PowerShell goes
  /// on with the function, and the error is none that terminates.
  bool function = false;
};

[[nodiscard]] ErrorNames error_names_of(std::string_view cmdlet);

/// The error of a cmdlet that the service refuses with a status.
[[nodiscard]] ErrorRecord service_refusal(
    std::string_view status, std::string message, std::string_view cmdlet,
    std::string_view exception =
        "Microsoft.Teams.ConfigAPI.Cmdlets.Generated.Runtime.RestException`1");

}  // namespace teamsctl::simulator
