#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <variant>

#include "options/option_values.hpp"
#include "options/options.hpp"

namespace teamsctl::cli {

/// Adds the option to the command line of `app`; its texts are kept by CLI11 and read with text_of.
/// A hidden one is left to the help of its own.
CLI::Option* add_flag(CLI::App& app, const OptionShape& shape, bool hidden = false);

/// The one text of an option that was given, in the form in which the environment and a profile
/// give it: "true" for a flag, "2" for -vv. Options that are given twice are a mistake: one of the
/// two would be passed over in silence.
[[nodiscard]] std::variant<std::string, UsageError> text_of(const CLI::Option& option,
                                                            const OptionShape& shape);

}  // namespace teamsctl::cli
