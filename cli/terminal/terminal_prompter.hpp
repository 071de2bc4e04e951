#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "teamsctl/secret_source.hpp"

namespace teamsctl::cli {

/// The terminal of the person, opened by its own name: it works with stdin, stdout and stderr in
/// pipes. True when there is one and this process may read from it (it is not a background job).
[[nodiscard]] bool terminal_usable();

/// Text as it may be shown on a terminal: without control characters, whoever wrote it.
[[nodiscard]] std::string printable(std::string_view text);

/// Shows lines to the person: on the terminal, or on stderr when there is none.
void show_to_person(std::string_view text);

/// Asks on the terminal, without echo for secrets. The state of the terminal is restored however
/// the question ends.
[[nodiscard]] std::unique_ptr<SecretSource> terminal_secret();

/// For a stop of the job (SIGTSTP): gives the terminal back, and takes it again afterwards. No-ops
/// while nothing is asked.
void suspend_terminal_question();
void resume_terminal_question();

}  // namespace teamsctl::cli
