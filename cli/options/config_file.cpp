#include "options/config_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "options/environment.hpp"

namespace teamsctl::cli {
namespace {

constexpr std::size_t longest = 1u << 20;

/// Closes what it holds.
struct OpenFile {
  int descriptor;
  ~OpenFile() {
    if (descriptor >= 0) ::close(descriptor);
  }
};

Error unreadable(const std::string& path, const std::string& why) {
  return {.code = ErrorCode::config,
          .message = path + " cannot be read: " + why + ".",
          .hint = "Name a configuration file with --config FILE."};
}

std::optional<Error> owned_by_others(const std::string& path, const struct stat& about) {
  if (about.st_uid == ::geteuid() || about.st_uid == 0) return std::nullopt;
  return Error{
      .code = ErrorCode::insecure,
      .message = path + " belongs to somebody else (user " + std::to_string(about.st_uid) + ").",
      .hint = "A configuration file says which programs are run. Use one that is yours."};
}

std::optional<Error> writable_by_others(const std::string& path, const struct stat& about) {
  if ((about.st_mode & (S_IWGRP | S_IWOTH)) == 0) return std::nullopt;
  // In a directory such as /tmp others add files, but replace none that are not theirs.
  if (S_ISDIR(about.st_mode) && (about.st_mode & S_ISVTX) != 0) return std::nullopt;
  return Error{
      .code = ErrorCode::insecure,
      .message = path + " can be written by others.",
      .hint =
          "A configuration file says which programs are run. Take that away: chmod go-w " + path};
}

std::optional<Error> insecure(const std::string& path, const struct stat& about) {
  std::optional<Error> error = owned_by_others(path, about);
  return error ? error : writable_by_others(path, about);
}

std::optional<Error> insecure_directory(const std::filesystem::path& file) {
  const std::string directory = file.parent_path().string();
  struct stat about {};
  if (::stat(directory.c_str(), &about) != 0) return unreadable(directory, std::strerror(errno));
  return insecure(directory, about);
}

std::optional<Error> insecure_place(const std::string& path) {
  std::error_code failure;
  const std::filesystem::path given = std::filesystem::absolute(path, failure);
  if (std::optional<Error> error = insecure_directory(given)) return error;
  const std::filesystem::path target = std::filesystem::canonical(given, failure);
  return failure ? unreadable(path, failure.message()) : insecure_directory(target);
}

bool is_null_device(const struct stat& about) {
  return S_ISCHR(about.st_mode) && about.st_rdev == ::makedev(1, 3);
}

std::variant<std::optional<std::string>, Error> read_all(const std::string& path, int descriptor) {
  std::string bytes;
  char chunk[4096];
  while (true) {
    const ssize_t size = ::read(descriptor, chunk, sizeof chunk);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return unreadable(path, std::strerror(errno));
    if (size == 0) return bytes;
    bytes.append(chunk, static_cast<std::size_t>(size));
    if (bytes.size() > longest) return unreadable(path, "it is longer than a mebibyte");
  }
}

}  // namespace

std::string default_config_path() {
  // A relative one is to be ignored (XDG Base Directory Specification).
  if (const std::optional<std::string> base = variable("XDG_CONFIG_HOME");
      base && base->starts_with('/'))
    return *base + "/teamsctl/config.toml";
  if (const std::optional<std::string> home = variable("HOME"); home && home->starts_with('/'))
    return *home + "/.config/teamsctl/config.toml";
  return {};
}

std::variant<std::optional<std::string>, Error> read_config_file(const std::string& path) {
  struct stat about {};
  // A home directory that this user may not look into, as under cron, is one without a file for us.
  if (::stat(path.c_str(), &about) != 0) {
    if (errno == ENOENT || errno == ENOTDIR || errno == EACCES) return std::optional<std::string>();
    return unreadable(path, std::strerror(errno));
  }
  const OpenFile file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)};
  if (file.descriptor < 0 || ::fstat(file.descriptor, &about) != 0)
    return unreadable(path, std::strerror(errno));
  if (is_null_device(about)) return std::optional<std::string>("");
  if (!S_ISREG(about.st_mode)) return unreadable(path, "it is not a regular file");
  if (std::optional<Error> error = insecure(path, about)) return std::move(*error);
  if (std::optional<Error> error = insecure_place(path)) return std::move(*error);
  return read_all(path, file.descriptor);
}

}  // namespace teamsctl::cli
