#pragma once

#include <string>
#include <string_view>

#include "binding/signature.hpp"
#include "text/strict_json.hpp"

namespace teamsctl::simulator {

/// Converts what was given for a parameter to the parameter's type, as PowerShell does. Throws
/// CommandFailed with the binder's error.
[[nodiscard]] Json converted(const Signature& signature, const Parameter& parameter,
                             const Json& value);

/// What a value is as a text, for PowerShell.
[[nodiscard]] std::string shown(const Json& value);

/// The .NET type of a parameter.
[[nodiscard]] std::string_view net_type(ParameterType type);

}  // namespace teamsctl::simulator
