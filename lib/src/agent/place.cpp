#include "agent/place.hpp"

#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace teamsctl::agent {
namespace {

constexpr const char* socket_name = "/agent.sock";

std::string uid() { return std::to_string(::geteuid()); }

bool is_ours(const std::string& directory) {
  struct stat about {};
  return ::lstat(directory.c_str(), &about) == 0 && S_ISDIR(about.st_mode) &&
         about.st_uid == ::geteuid() && (about.st_mode & 077) == 0;
}

std::string wanted_directory() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  if (runtime != nullptr && *runtime == '/') return std::string(runtime) + "/teamsctl";
  // What runs from cron has no such variable and is meant to find the same agent.
  if (std::string user = "/run/user/" + uid(); is_ours(user)) return user + "/teamsctl";
  return "/tmp/teamsctl-" + uid();
}

/// FNV-1a: only to tell apart the directories of one user.
std::string hash(const std::string& text) {
  std::uint64_t value = 14695981039346656037u;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 1099511628211u;
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(value));
  return digits;
}

Error insecure(const std::string& message, const std::string& hint) {
  return {.code = ErrorCode::insecure, .message = message, .hint = hint};
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

std::optional<Error> wrong_with_directory(const std::string& path, const struct stat& about) {
  const std::string hint = "Remove it, or set XDG_RUNTIME_DIR to a directory that is yours.";
  if (!S_ISDIR(about.st_mode)) return insecure(path + " is not a directory.", hint);
  if (about.st_uid != ::geteuid())
    return insecure(path + " belongs to somebody else (user " + std::to_string(about.st_uid) + ").",
                    hint);
  if ((about.st_mode & 077) != 0)
    return insecure(path + " is open to others.", "Close it: chmod 700 " + path);
  return std::nullopt;
}

/// Whoever can write a directory can put another in the place of what is in it, unless it is
/// sticky.
std::optional<Error> wrong_with_parents(std::string path) {
  do {
    path = parent_of(path);
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0) continue;  // what is missing is found below
    if ((about.st_mode & (S_IWGRP | S_IWOTH)) != 0 && (about.st_mode & S_ISVTX) == 0)
      return insecure(path + " can be written by others.", "Take that away: chmod go-w " + path);
  } while (path != "/");
  return std::nullopt;
}

/// A runtime directory of somebody else, as su leaves it behind, is none for us.
std::optional<Error> wrong_with_runtime(const Place& place) {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  const std::string parent = parent_of(place.directory);
  if (runtime == nullptr || parent != runtime) return std::nullopt;
  struct stat about {};
  if (::stat(parent.c_str(), &about) == 0 && about.st_uid != ::geteuid())
    return insecure("XDG_RUNTIME_DIR: " + parent + " belongs to somebody else (user " +
                        std::to_string(about.st_uid) + ").",
                    "Set XDG_RUNTIME_DIR to a directory that is yours.");
  return std::nullopt;
}

}  // namespace

Place agent_place() {
  std::string directory = wanted_directory();
  while (directory.size() > 1 && directory.ends_with('/')) directory.pop_back();
  const std::size_t longest = sizeof(sockaddr_un::sun_path) - 1;
  if (directory.size() + std::strlen(socket_name) + std::strlen(unpublished) > longest)
    directory = "/tmp/teamsctl-" + uid() + "-" + hash(directory);
  return {.directory = directory, .socket = directory + socket_name};
}

std::optional<Error> insecure_place(const Place& place) {
  if (std::optional<Error> error = wrong_with_runtime(place)) return error;
  if (std::optional<Error> error = wrong_with_parents(place.directory)) return error;
  struct stat about {};
  if (::lstat(place.directory.c_str(), &about) != 0) return std::nullopt;
  return wrong_with_directory(place.directory, about);
}

std::optional<Error> make_place(const Place& place) {
  if (std::optional<Error> error = insecure_place(place)) return error;
  if (::mkdir(place.directory.c_str(), 0700) == 0 || errno == EEXIST) return insecure_place(place);
  return Error{.code = ErrorCode::agent,
               .message = place.directory + " cannot be made: " + std::strerror(errno) + ".",
               .hint = "Set XDG_RUNTIME_DIR to a directory that is yours."};
}

}  // namespace teamsctl::agent
