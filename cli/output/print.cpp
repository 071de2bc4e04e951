#include "output/print.hpp"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "output/error_report.hpp"

namespace teamsctl::cli {

int print(std::string_view text, bool json_errors) {
  ::signal(SIGPIPE, SIG_IGN);
  while (!text.empty()) {
    const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    // A reader that had enough, such as head, is no reason for words.
    if (written < 0 && errno == EPIPE) return exit_status(ErrorCode::output);
    if (written < 0)
      return report({.code = ErrorCode::output,
                     .message = std::string("The results could not be written: ") +
                                std::strerror(errno) + "."},
                    json_errors);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace teamsctl::cli
