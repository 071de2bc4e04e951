#pragma once

#include <sys/types.h>

#include <vector>

#include "io/descriptor.hpp"

namespace teamsctl::io {

/// A process and what it has started, and those again. Members are held by pidfds, so that a number
/// that is used again is never mistaken for one. What had lost its parent before gather() saw it is
/// not found.
class ProcessFamily {
 public:
  /// `root` is a child of this process that is not reaped yet.
  explicit ProcessFamily(pid_t root);

  /// Adds the members that there are now.
  void gather();

  /// Asks every member to end, also one that stands still because it has read a terminal that it
  /// may not. All are stopped first: one that ends while it forks would leave a child that has no
  /// parent to find it by.
  void terminate();

  /// Ends every member by force, in the same way.
  void kill();

  /// True while a member runs.
  [[nodiscard]] bool alive() const;

 private:
  struct Member {
    pid_t pid = -1;
    Descriptor process;
    bool stopped = false;
  };
  [[nodiscard]] bool has(pid_t pid) const;
  void stop_all();
  static void send(const Member& member, int number);

  std::vector<Member> members_;
};

}  // namespace teamsctl::io
