#pragma once

#include "io/descriptor.hpp"

namespace teamsctl::io {

/// Wakes a loop that watches it, from another thread or from a signal handler.
class WakeUp {
 public:
  /// Throws std::system_error when there are no descriptors left.
  WakeUp();

  /// Can be read from signal() on until clear().
  [[nodiscard]] int descriptor() const noexcept { return event_.get(); }

  /// Any thread, any signal handler; errno stays what it was. Several before clear() are one.
  void signal() const noexcept;
  void clear() const noexcept;

 private:
  Descriptor event_;
};

}  // namespace teamsctl::io
