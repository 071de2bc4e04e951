#pragma once

#include <sys/types.h>

#include <string>
#include <variant>

#include "agent/place.hpp"
#include "io/descriptor.hpp"
#include "teamsctl/error.hpp"

namespace teamsctl::agent {

/// The listening socket of the one agent that there may be at a place.
class Listener {
 public:
  /// R25, R27: takes the lock that the agent holds as long as it lives, puts the socket in the
  /// place of one that nobody listens to, and gives it its name when it listens. Errors:
  /// ErrorCode::insecure, ErrorCode::agent.
  [[nodiscard]] static std::variant<Listener, Error> open(const Place& place);

  /// A socket that listens already and belongs to whoever made it, such as systemd.
  [[nodiscard]] static std::variant<Listener, Error> adopt(int descriptor);

  Listener(Listener&&) noexcept = default;
  Listener& operator=(Listener&&) noexcept = default;
  ~Listener() { unpublish(); }

  [[nodiscard]] int descriptor() const noexcept { return socket_.get(); }

  /// Takes the name away, when it still is this socket's, and listens no more.
  void unpublish() noexcept;

 private:
  Listener() = default;

  io::Descriptor lock_;
  io::Descriptor socket_;
  std::string path_;  // empty: not ours to remove
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

/// A stream to the socket of that path, or errno. Waits no longer than some seconds for a place in
/// its queue.
[[nodiscard]] std::variant<io::Descriptor, int> connect_to(const std::string& path);

}  // namespace teamsctl::agent
