#pragma once

#include <cstddef>
#include <optional>

#include "options/options.hpp"

namespace teamsctl::cli {

/// What standard output is, as far as it decides how results look.
struct Screen {
  bool terminal = false;
  std::optional<std::size_t>
      columns;          ///< of a terminal; elsewhere lines may be as long as they are
  bool colour = false;  ///< bold and the like may be used
};

/// --color, NO_COLOR, CLICOLOR_FORCE and TERM.
[[nodiscard]] bool wants_colour(ColorChoice color, bool terminal);

/// COLUMNS, else what the terminal says of itself (0 when it says nothing), else 80.
[[nodiscard]] std::size_t screen_columns(std::size_t of_terminal);

/// Looks at stdout and at these variables.
[[nodiscard]] Screen stdout_screen(ColorChoice color);

}  // namespace teamsctl::cli
