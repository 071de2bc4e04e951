#include "text/read_whole.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace teamsctl::cli {

std::variant<std::string, Error> read_whole(const std::string& file, const std::string& who) {
  const bool is_stdin = file == "-";
  const int input = is_stdin ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  std::string bytes;
  char chunk[65536];
  ssize_t size = input < 0 ? -1 : 0;
  int error = errno;
  if (input >= 0) {
    while ((size = ::read(input, chunk, sizeof chunk)) != 0) {
      if (size > 0) {
        bytes.append(chunk, static_cast<std::size_t>(size));
      } else if (errno != EINTR) {
        error = errno;
        break;
      }
    }
    if (!is_stdin) ::close(input);
  }
  if (size < 0)
    return Error{.code = ErrorCode::usage,
                 .message = who + ": " + (is_stdin ? std::string("standard input") : file) +
                            " cannot be read: " + std::strerror(error) + ".",
                 .hint = "Name a file, or - for standard input."};
  return bytes;
}

}  // namespace teamsctl::cli
