#include "session/transcript_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace teamsctl::cli {

TranscriptFile::TranscriptFile(std::string path, Log& log) : path_(std::move(path)), log_(log) {
  // O_NONBLOCK: a FIFO without a reader is an error, not a wait.
  file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK,
                 0600);
  if (file_ < 0)
    throw Error{
        .code = ErrorCode::usage,
        .message = "--transcript: " + path_ + " cannot be written: " + std::strerror(errno) + ".",
        .hint = "Name a file in a directory that you can write; it must not be a symbolic link."};
  struct stat about {};
  const bool ours = ::fstat(file_, &about) == 0 && about.st_uid == ::geteuid();
  // A device such as /dev/null keeps its mode and its owner.
  if (S_ISREG(about.st_mode) &&
      (!ours || ::fchmod(file_, 0600) != 0 || ::ftruncate(file_, 0) != 0)) {
    ::close(std::exchange(file_, -1));
    throw Error{.code = ErrorCode::insecure,
                .message = "--transcript: " + path_ + " belongs to another user.",
                .hint = "Name a file of your own: it will hold what the tenant answers."};
  }
  write(transcript_header(TEAMSCTL_VERSION));
}

TranscriptFile::~TranscriptFile() {
  if (file_ >= 0) ::close(file_);
}

void TranscriptFile::add(const TranscriptEntry& entry) { write(transcript_line(entry)); }

void TranscriptFile::write(std::string_view text) {
  while (!text.empty() && file_ >= 0) {
    const ssize_t size = ::write(file_, text.data(), text.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) {
      log_.warn("the transcript ends here: " + path_ + ": " + std::strerror(errno));
      ::close(std::exchange(file_, -1));
      return;
    }
    text.remove_prefix(static_cast<std::size_t>(size));
  }
}

}  // namespace teamsctl::cli
