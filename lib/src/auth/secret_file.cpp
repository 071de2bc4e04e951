#include "auth/secret_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <string_view>

namespace teamsctl {
namespace auth {
namespace {

constexpr mode_t group_or_others = S_IRWXG | S_IRWXO;
constexpr mode_t written_by_others = S_IWGRP | S_IWOTH;

SecretFileProblem unreadable(std::string why) {
  return {.insecure = false,
          .why = std::move(why),
          .hint = "Give a file, or - for standard input, with one line for each question."};
}

SecretFileProblem insecure(std::string why, std::string hint) {
  return {.insecure = true, .why = std::move(why), .hint = std::move(hint)};
}

SecretFileProblem not_opened(int error) {
  if (error == ELOOP) return insecure("is a symbolic link", "Name the file that it leads to.");
  return unreadable(std::string("cannot be read: ") + std::strerror(error));
}

std::optional<SecretFileProblem> problem_with(const struct stat& about, const std::string& path,
                                              FileRule rule) {
  if (S_ISLNK(about.st_mode)) return not_opened(ELOOP);
  if (S_ISDIR(about.st_mode)) return unreadable("is a directory");
  if (!S_ISREG(about.st_mode) && !S_ISFIFO(about.st_mode))
    return unreadable("is neither a file nor a FIFO");
  if ((about.st_mode & written_by_others) != 0)
    return insecure("can be written by others", "Take that away: chmod go-w " + path);
  if (rule == FileRule::shared) return std::nullopt;
  if (about.st_uid != ::geteuid() && about.st_uid != 0)
    return insecure("belongs to another user",
                    "Use a file of your own: what its owner writes there would be sent.");
  if ((about.st_mode & group_or_others) != 0)
    return insecure("can be used by others", "Take that away: chmod go-rwx " + path);
  return std::nullopt;
}

int flags_for(FileRule rule) {
  return O_CLOEXEC | O_NOCTTY | (rule == FileRule::strict ? O_NOFOLLOW : 0);
}

/// What `path` is, without opening it: the writer of a FIFO must not take us for its reader.
std::optional<SecretFileProblem> look_at(const std::string& path, FileRule rule) {
  const io::Descriptor place(::open(path.c_str(), O_PATH | flags_for(rule)));
  struct stat about {};
  if (!place || ::fstat(place.get(), &about) != 0) return not_opened(errno);
  if (auto problem = problem_with(about, path, rule)) return problem;
  if (::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0) return not_opened(errno);
  return std::nullopt;
}

}  // namespace

std::variant<io::Descriptor, SecretFileProblem> open_secret_file(const std::string& path,
                                                                 FileRule rule) {
  io::Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | flags_for(rule)));
  struct stat about {};
  if (!file || ::fstat(file.get(), &about) != 0) return not_opened(errno);
  if (auto problem = problem_with(about, path, rule)) return std::move(*problem);
  return file;
}

std::optional<int> descriptor_named_by(const std::string& path) {
  if (path == "-" || path == "/dev/stdin") return STDIN_FILENO;
  for (const std::string_view directory : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!path.starts_with(directory)) continue;
    const char* const end = path.data() + path.size();
    int number = -1;
    const auto read = std::from_chars(path.data() + directory.size(), end, number);
    if (read.ec == std::errc() && read.ptr == end && number >= 0) return number;
  }
  return std::nullopt;
}

}  // namespace auth

std::optional<Error> check_secret_file(const std::string& path, FileRule rule) {
  if (const auto descriptor = auth::descriptor_named_by(path)) {
    if (::fcntl(*descriptor, F_GETFD) >= 0) return std::nullopt;
    return Error{.code = ErrorCode::config,
                 .message = path + " is not open.",
                 .hint = "Name a file, or give that descriptor."};
  }
  const auto problem = auth::look_at(path, rule);
  if (!problem) return std::nullopt;
  return Error{.code = problem->insecure ? ErrorCode::insecure : ErrorCode::config,
               .message = path + " " + problem->why + ".",
               .hint = problem->hint};
}

}  // namespace teamsctl
