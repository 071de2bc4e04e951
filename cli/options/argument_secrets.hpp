#pragma once

#include <optional>
#include <string>
#include <vector>

#include "teamsctl/secret.hpp"

namespace teamsctl::cli {

/// The arguments behind argv[0]. The value of --mfa-code is overwritten in argv itself, where the
/// process list shows it.
[[nodiscard]] std::vector<std::string> take_arguments(int argc, char** argv);

/// The value of --mfa-code, which leaves "given" in its place: no parser gets to keep a copy.
/// Nothing when there is none.
[[nodiscard]] std::optional<Secret> take_mfa_code(std::vector<std::string>& arguments);

}  // namespace teamsctl::cli
