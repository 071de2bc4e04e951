#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace teamsctl::io {

/// Owns one file descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    if (this != &other) {
      reset();
      number_ = std::exchange(other.number_, -1);
    }
    return *this;
  }
  ~Descriptor() { reset(); }

  [[nodiscard]] int get() const noexcept { return number_; }
  [[nodiscard]] int release() noexcept { return std::exchange(number_, -1); }
  [[nodiscard]] explicit operator bool() const noexcept { return number_ >= 0; }
  void reset() noexcept;

 private:
  int number_ = -1;
};

/// A pipe whose ends close on exec.
struct Pipe {
  Descriptor read;
  Descriptor write;
};

/// Throws std::system_error when there are no descriptors left. `capacity` is a wish, in bytes; 0
/// leaves it to the kernel.
[[nodiscard]] Pipe make_pipe(int capacity = 0);

/// Text as a sealed memory file, positioned at its start; where the kernel has none, as an unlinked
/// file of mode 0600. Throws std::system_error.
[[nodiscard]] Descriptor text_as_file(const char* name, std::string_view text);

/// Occupies the free descriptors below `first_free` for as long as it lives, so that whatever is
/// opened meanwhile cannot be in the way of descriptors with fixed numbers.
class LowDescriptors {
 public:
  explicit LowDescriptors(int first_free);

 private:
  std::vector<Descriptor> held_;
};

}  // namespace teamsctl::io
