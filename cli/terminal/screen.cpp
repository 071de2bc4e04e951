#include "terminal/screen.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <string>

#include "options/environment.hpp"
#include "options/option_values.hpp"

namespace teamsctl::cli {

bool wants_colour(ColorChoice color, bool terminal) {
  if (color != ColorChoice::automatic) return color == ColorChoice::always;
  // Before CLICOLOR_FORCE: who sets it cannot see colours, or reads them with a program.
  if (variable("NO_COLOR")) return false;
  if (const std::optional<std::string> force = variable("CLICOLOR_FORCE"); force && *force != "0")
    return true;
  return terminal && variable("TERM").value_or("dumb") != "dumb";
}

std::size_t screen_columns(std::size_t of_terminal) {
  constexpr std::size_t usual = 80;
  constexpr std::size_t widest = 100'000;
  const std::optional<std::uint64_t> number = parse_number(variable("COLUMNS").value_or(""));
  if (number && *number > 0 && *number <= widest) return static_cast<std::size_t>(*number);
  // A serial line, or a terminal that nobody told its size.
  return of_terminal == 0 ? usual : of_terminal;
}

Screen stdout_screen(ColorChoice color) {
  Screen screen{.terminal = ::isatty(STDOUT_FILENO) != 0};
  winsize size{};
  if (screen.terminal)
    screen.columns =
        screen_columns(::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0);
  screen.colour = wants_colour(color, screen.terminal);
  return screen;
}

}  // namespace teamsctl::cli
