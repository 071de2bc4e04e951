#pragma once

#include <sys/types.h>

#include <vector>

#include "io/descriptor.hpp"

namespace teamsctl::io {

/// A process and what it has started, and those again. Members are held by pidfds, so that a number that is used again is
/// never mistaken for one. What had lost its parent before gather() saw it is not found.
class ProcessFamily {
 public:
  /// `root` is a child of this process that is not reaped yet.
  explicit ProcessFamily(pid_t root);

  /// Adds the members that there are now.
  void gather();

  /// Sends a signal to every member, and to those that were started meanwhile.
  void signal(int number);

  /// True while a member runs.
  [[nodiscard]] bool alive() const;

 private:
  struct Member {
    pid_t pid = -1;
    Descriptor process;
    bool signalled = false;
  };
  [[nodiscard]] bool has(pid_t pid) const;

  std::vector<Member> members_;
};

}  // namespace teamsctl::io
