#include "agent/listener.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

namespace teamsctl::agent {
namespace {

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  return address;
}

const sockaddr* plain(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);  // NOLINT: that is how addresses are passed
}

Error cannot(const std::string& what) {
  return {.code = ErrorCode::agent,
          .message = "The agent cannot listen: " + what + ": " + std::strerror(errno) + ".",
          .hint = "Check the directory and the limits of this process (ulimit -a)."};
}

Error runs_already() {
  return {.code = ErrorCode::agent,
          .message = "An agent runs already.",
          .hint = "teamsctl agent status tells about it; teamsctl agent stop ends it."};
}

/// Nothing when there is nothing at the path, or a socket to which nobody listens.
std::optional<Error> not_to_be_replaced(const std::string& path) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) != 0) return std::nullopt;
  if (!S_ISSOCK(about.st_mode))
    return Error{.code = ErrorCode::insecure,
                 .message = path + " is there and is no socket.",
                 .hint = "Look at what it is, and remove it."};
  // The lock says that there is none; a lock file can have been removed by somebody who tidies up.
  const auto other = connect_to(path);
  if (const int* error = std::get_if<int>(&other); error != nullptr && *error != EAGAIN)
    return std::nullopt;
  return runs_already();
}

}  // namespace

std::variant<io::Descriptor, int> connect_to(const std::string& path) {
  io::Descriptor descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!descriptor) return errno;
  const timeval limit{.tv_sec = 5, .tv_usec = 0};
  ::setsockopt(descriptor.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  const sockaddr_un address = address_of(path);
  while (::connect(descriptor.get(), plain(address), sizeof address) != 0)
    if (errno != EINTR) return errno;
  return descriptor;
}

std::variant<Listener, Error> Listener::open(const Place& place) {
  if (std::optional<Error> error = make_place(place)) return std::move(*error);
  Listener listener;
  const std::string lock = place.directory + "/agent.lock";
  listener.lock_ = io::Descriptor(
      ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600));
  if (!listener.lock_) return cannot(lock);
  if (::flock(listener.lock_.get(), LOCK_EX | LOCK_NB) != 0)
    return errno == EWOULDBLOCK ? runs_already() : cannot(lock);
  if (std::optional<Error> error = not_to_be_replaced(place.socket)) return std::move(*error);

  const std::string path = place.socket + unpublished;
  ::unlink(path.c_str());
  listener.socket_ =
      io::Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!listener.socket_) return cannot("socket");
  const sockaddr_un address = address_of(path);
  const mode_t before = ::umask(0177);
  const int bound = ::bind(listener.socket_.get(), plain(address), sizeof address);
  ::umask(before);
  struct stat about {};
  if (bound != 0 || ::listen(listener.socket_.get(), SOMAXCONN) != 0 ||
      ::lstat(path.c_str(), &about) != 0 || ::rename(path.c_str(), place.socket.c_str()) != 0)
    return cannot(place.socket);
  listener.path_ = place.socket;
  listener.device_ = about.st_dev;
  listener.inode_ = about.st_ino;
  return listener;
}

std::variant<Listener, Error> Listener::adopt(int descriptor) {
  Listener listener;
  listener.socket_ = io::Descriptor(descriptor);
  int listens = 0;
  int domain = 0;
  int type = 0;
  socklen_t size = sizeof listens;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 ||
      ::getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0 ||
      ::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || listens == 0 ||
      domain != AF_UNIX || type != SOCK_STREAM)
    return Error{.code = ErrorCode::agent,
                 .message = "What was handed over is no Unix stream socket that listens.",
                 .hint = "Check ListenStream= in the socket unit."};
  ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
  return listener;
}

void Listener::unpublish() noexcept {
  const std::string path = std::exchange(path_, {});
  struct stat about {};
  if (!path.empty() && ::lstat(path.c_str(), &about) == 0 && about.st_dev == device_ &&
      about.st_ino == inode_)
    ::unlink(path.c_str());
  socket_.reset();
  lock_.reset();
}

}  // namespace teamsctl::agent
