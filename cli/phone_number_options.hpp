#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "teamsctl/request.hpp"

namespace teamsctl::cli {

/// Adds the filters of get-phone-numbers to `command`. The returned function reads what was given; it belongs to `command`.
[[nodiscard]] std::function<GetPhoneNumbers()> add_phone_number_options(CLI::App& command);

}  // namespace teamsctl::cli
