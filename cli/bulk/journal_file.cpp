#include "bulk/journal_file.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <utility>

namespace teamsctl::cli {
namespace {

constexpr const char* another_place = "Name another place for it with --journal.";
constexpr int open_flags = O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK;
constexpr std::size_t longest_line = 1 << 20;

Error cannot_be_opened(const std::string& path, int error) {
  if (error == ELOOP)
    return {.code = ErrorCode::insecure,
            .message = "The journal " + path + " is a symbolic link.",
            .hint = another_place};
  return {.code = ErrorCode::usage,
          .message = "The journal " + path + " cannot be opened: " + std::strerror(error) + ".",
          .hint = another_place};
}

Error in_use(const std::string& path) {
  return {.code = ErrorCode::usage,
          .message = "Another teamsctl works with the journal " + path + ".",
          .hint = "Wait until it has ended.",
          .retryable = true};
}

/// A name that is not on the disk is not there after a power cut, whatever is in the file.
void sync_directory(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string directory = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;  // one that may be written and not read
  (void)::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace

BulkJournalFile::~BulkJournalFile() {
  if (file_ >= 0) ::close(file_);
}

BulkJournalFile::Opened BulkJournalFile::open(const std::string& path, Use use) {
  const int access = use == Use::look ? O_RDONLY : O_RDWR | O_APPEND;
  for (int attempt = 0; attempt < 10; ++attempt) {
    std::unique_ptr<BulkJournalFile> opened(new BulkJournalFile(path));
    opened->file_ = ::open(path.c_str(), access | open_flags);
    if (opened->file_ < 0) {
      if (errno == ENOENT) return nullptr;
      return cannot_be_opened(path, errno);
    }
    if (std::optional<Error> error = opened->check()) return std::move(*error);
    if (use != Use::look) {
      if (std::optional<Error> error = opened->lock()) return std::move(*error);
      // Somebody may have set it aside between the two calls: this is then no longer the journal.
      if (!opened->is_at_its_path()) continue;
    }
    if (std::optional<Error> error =
            use == Use::set_aside ? opened->look_at_beginning() : opened->read())
      return std::move(*error);
    if (use == Use::work)
      if (std::optional<Error> error = opened->cut_off()) return std::move(*error);
    return opened;
  }
  return in_use(path);
}

BulkJournalFile::Opened BulkJournalFile::create(const std::string& path,
                                                const std::string& header) {
  std::unique_ptr<BulkJournalFile> made(new BulkJournalFile(path));
  made->file_ = ::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_EXCL | open_flags, 0600);
  if (made->file_ < 0) return errno == EEXIST ? in_use(path) : cannot_be_opened(path, errno);
  if (std::optional<Error> error = made->lock()) return std::move(*error);
  if (std::optional<Error> error = made->append(header)) {
    ::unlink(path.c_str());
    return std::move(*error);
  }
  sync_directory(path);
  return made;
}

std::optional<Error> BulkJournalFile::check() const {
  struct stat about {};
  if (::fstat(file_, &about) != 0) return cannot_be_opened(path_, errno);
  if (!S_ISREG(about.st_mode))
    return Error{.code = ErrorCode::usage,
                 .message = "The journal " + path_ + " is no file.",
                 .hint = another_place};
  // Whoever can write it says which numbers are left out.
  if (about.st_uid != ::geteuid() || (about.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    return Error{.code = ErrorCode::insecure,
                 .message = "The journal " + path_ + " can be written by others.",
                 .hint =
                     "Look what is in it, then make it your own with mode 600, or name another "
                     "one with --journal."};
  return std::nullopt;
}

std::optional<Error> BulkJournalFile::lock() {
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return std::nullopt;
  if (errno == EWOULDBLOCK) return in_use(path_);
  return Error{
      .code = ErrorCode::usage,
      .message = "The journal " + path_ + " cannot be locked: " + std::strerror(errno) + ".",
      .hint = another_place};
}

bool BulkJournalFile::is_at_its_path() const {
  struct stat open_one {};
  struct stat named_one {};
  return ::fstat(file_, &open_one) == 0 && ::lstat(path_.c_str(), &named_one) == 0 &&
         open_one.st_dev == named_one.st_dev && open_one.st_ino == named_one.st_ino;
}

/// A file that is another one's keeps its name, whatever --restart says.
std::optional<Error> BulkJournalFile::look_at_beginning() {
  constexpr std::string_view any_version = "{\"teamsctl_journal\":";
  std::array<char, any_version.size()> bytes{};
  const ssize_t got = ::pread(file_, bytes.data(), bytes.size(), 0);
  if (got < 0) return cannot_be_opened(path_, errno);
  const std::string_view beginning(bytes.data(), static_cast<std::size_t>(got));
  if (!any_version.starts_with(beginning)) return not_understood(1);
  return std::nullopt;
}

std::optional<Error> BulkJournalFile::read() {
  std::array<char, 65536> chunk{};
  std::string line;
  std::uint64_t number = 0;
  for (std::uint64_t at = 0;;) {
    const ssize_t got = ::pread(file_, chunk.data(), chunk.size(), static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot_be_opened(path_, errno);
    if (got == 0) break;
    std::string_view bytes(chunk.data(), static_cast<std::size_t>(got));
    at += bytes.size();
    for (std::size_t end = 0; (end = bytes.find('\n')) != std::string_view::npos;
         bytes.remove_prefix(end + 1)) {
      line += bytes.substr(0, end);
      if (!journal_.take(line)) return not_understood(number + 1);
      ++number;
      size_ = at - (bytes.size() - end - 1);
      line.clear();
    }
    line += bytes;
    if (line.size() > longest_line) return not_understood(number + 1);
  }
  // A first line that was cut off is ours only if it begins as ours do.
  const std::size_t common = std::min(line.size(), journal_beginning.size());
  if (number == 0 && line.compare(0, common, journal_beginning, 0, common) != 0)
    return not_understood(1);
  return std::nullopt;
}

Error BulkJournalFile::not_understood(std::uint64_t line) const {
  if (line == 1)
    return {.code = ErrorCode::usage,
            .message = path_ + " is no journal of bulk-assign that this version can read.",
            .hint = another_place};
  return {.code = ErrorCode::usage,
          .message =
              "Line " + std::to_string(line) + " of the journal " + path_ + " is not understood.",
          .hint = "--restart begins a new one; what is assigned already is then found unchanged."};
}

std::optional<Error> BulkJournalFile::cut_off() {
  struct stat about {};
  if (::fstat(file_, &about) != 0) return not_written(errno);
  if (static_cast<std::uint64_t>(about.st_size) == size_) return std::nullopt;
  if (::ftruncate(file_, static_cast<off_t>(size_)) != 0 || ::fsync(file_) != 0)
    return not_written(errno);
  return std::nullopt;
}

std::optional<Error> BulkJournalFile::append(std::string_view line) {
  ssize_t written = 0;
  do {
    written = ::write(file_, line.data(), line.size());
  } while (written < 0 && errno == EINTR);
  if (written == static_cast<ssize_t>(line.size())) {
    size_ += line.size();
    if (::fdatasync(file_) == 0) return std::nullopt;
    return not_written(errno);
  }
  // A part of a line would swallow the next one.
  const Error error = not_written(written < 0 ? errno : ENOSPC);
  if (::ftruncate(file_, static_cast<off_t>(size_)) != 0) return error;
  return error;
}

Error BulkJournalFile::not_written(int error) const {
  return {.code = ErrorCode::output,
          .message = "The journal " + path_ + " cannot be written: " + std::strerror(error) + ".",
          .hint = error == ENOSPC || error == EDQUOT || error == EFBIG
                      ? "Make room on the disk; the same command then goes on."
                      : "Mend that; the same command then goes on."};
}

std::variant<std::string, Error> BulkJournalFile::set_aside(JournalTime now) {
  const std::time_t seconds = JournalTime::clock::to_time_t(now);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> stamp{};
  (void)std::strftime(stamp.data(), stamp.size(), ".%Y%m%dT%H%M%SZ", &parts);
  for (int attempt = 0; attempt < 100; ++attempt) {
    std::string name = path_ + stamp.data();
    if (attempt > 0) name += "-" + std::to_string(attempt);
    int result = ::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE);
    // Some file systems cannot; the time in the name has to do there.
    if (result != 0 && errno == EINVAL) result = ::rename(path_.c_str(), name.c_str());
    if (result == 0) {
      sync_directory(path_);
      return name;
    }
    if (errno != EEXIST) return not_written(errno);
  }
  return not_written(EEXIST);
}

}  // namespace teamsctl::cli
