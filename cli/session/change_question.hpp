#pragma once

#include <optional>
#include <string>
#include <variant>

#include "options/options.hpp"

namespace teamsctl::cli {

/// "Assign +14255550100 to amy@contoso.example?"
[[nodiscard]] std::string change_sentence(const Request& request);

/// True when what came of a question with [y/N] is a yes.
[[nodiscard]] bool is_yes(const std::variant<Secret, Error>& answer);

/// Asks on the terminal whether `question` may be done. Nothing when it may;
/// ErrorCode::input_needed where there is no terminal, ErrorCode::interrupted when the answer is
/// no.
[[nodiscard]] std::optional<Error> ask_yes(const std::string& question, const Options& options);

/// The same for a request that changes something.
[[nodiscard]] std::optional<Error> ask_before_change(const Request& request,
                                                     const Options& options);

/// One row a cmdlet that would be sent: `Cmdlet` and `Parameters`. Nobody signs in for it. Returns
/// the exit status.
[[nodiscard]] int print_dry_run(const Request& request, const Options& options);

/// That row as JSON.
[[nodiscard]] std::string dry_run_row(const Request& request);

}  // namespace teamsctl::cli
