#include "io/terminal.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace teamsctl::io {

Terminal open_terminal() {
  const auto check = [](bool good) {
    if (!good) throw std::system_error(errno, std::generic_category(), "terminal");
  };
  Terminal terminal;
  terminal.master = Descriptor(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  check(static_cast<bool>(terminal.master));
  check(::grantpt(terminal.master.get()) == 0 && ::unlockpt(terminal.master.get()) == 0);
  char name[64];
  check(::ptsname_r(terminal.master.get(), name, sizeof name) == 0);
  terminal.slave = Descriptor(::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC));
  check(static_cast<bool>(terminal.slave));

  termios mode{};
  check(::tcgetattr(terminal.slave.get(), &mode) == 0);
  ::cfmakeraw(&mode);
  check(::tcsetattr(terminal.slave.get(), TCSANOW, &mode) == 0);
  winsize size{};
  size.ws_row = 50;
  size.ws_col = 1000;
  (void)::ioctl(terminal.slave.get(), TIOCSWINSZ, &size);
  return terminal;
}

}  // namespace teamsctl::io
