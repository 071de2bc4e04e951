#pragma once

#include <functional>
#include <memory>

#include "teamsctl/loop.hpp"

namespace teamsctl::io {

/// One descriptor that is read and written. (A loop takes each descriptor once, so two of its own
/// watches cannot be had for one.)
class SocketWatch {
 public:
  /// The descriptor stays the caller's and must outlive this. Throws std::system_error.
  SocketWatch(Loop& loop, int descriptor, std::function<void()> readable,
              std::function<void()> writable);
  ~SocketWatch();
  SocketWatch(const SocketWatch&) = delete;
  SocketWatch& operator=(const SocketWatch&) = delete;

  /// From now on `readable` is called each time it can be read, or is not.
  void read(bool wanted);
  void write(bool wanted);
  [[nodiscard]] bool writes() const noexcept;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace teamsctl::io
