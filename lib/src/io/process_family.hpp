#pragma once

#include <sys/types.h>

#include <vector>

#include "io/descriptor.hpp"

namespace teamsctl::io {

/// A process and what it has started, and those again. Members are held by pidfds, so that a number that is used again is
/// never mistaken for one. What has lost its parent before signal() is not found.
class ProcessFamily {
 public:
  /// `root` is a child of this process that is not reaped yet.
  explicit ProcessFamily(pid_t root);

  /// Sends a signal to every member. They are stopped for that time, so that none can start another one and go before that is
  /// seen; then they go on.
  void signal(int number);

  /// True while a member runs.
  [[nodiscard]] bool alive() const;

 private:
  struct Member {
    pid_t pid = -1;
    Descriptor process;
    bool stopped = false;
  };
  void stop();
  void gather();
  void send(int number) const;
  [[nodiscard]] bool has(pid_t pid) const;

  std::vector<Member> members_;
};

}  // namespace teamsctl::io
