#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

#include "teamsctl/export.hpp"

namespace teamsctl {

/// Where a thread waits for the sessions it holds, and for descriptors and times of its own, all at
/// once.
///
/// One thread uses a loop and everything that was made with it; nothing here locks. Callbacks run
/// inside run_one() and may start, stop and destroy anything except the loop itself.
class TEAMSCTL_API Loop {
 public:
  /// Throws std::system_error when the process has no descriptors left.
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Waits until something happened and handled it, or until `longest` passed. Returns false when
  /// it passed first. Zero only looks whether there is something to handle.
  bool run_one(std::chrono::milliseconds longest);

  /// Keeps a watch or a timer alive; destroying it ends it at once, and its callback is not called
  /// again.
  class Handle {
   public:
    struct Concept {
      virtual ~Concept() = default;
    };
    Handle() = default;
    explicit Handle(std::unique_ptr<Concept> watched) : watched_(std::move(watched)) {}
    explicit operator bool() const noexcept { return watched_ != nullptr; }
    void reset() noexcept { watched_.reset(); }

   private:
    std::unique_ptr<Concept> watched_;
  };

  /// Calls `ready` each time the descriptor can be read (or its other end is gone). The descriptor
  /// stays the caller's and must outlive the handle. Regular files are always ready and cannot be
  /// watched: read those directly. Throws std::system_error when the kernel cannot watch this
  /// descriptor.
  [[nodiscard]] Handle watch_readable(int descriptor, std::function<void()> ready);

  /// The same for writing.
  [[nodiscard]] Handle watch_writable(int descriptor, std::function<void()> ready);

  /// Calls `due` once, after `delay`.
  [[nodiscard]] Handle after(std::chrono::milliseconds delay, std::function<void()> due);

  struct Impl;
  /// For the library's own use.
  [[nodiscard]] Impl& impl() noexcept { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace teamsctl
