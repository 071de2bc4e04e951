#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace teamsctl {

/// A password, code or token, from where it is read to where it is handed to pwsh.
///
/// Move-only, overwritten with zeros when it is destroyed, moved from, assigned to or cleared, and without any
/// operator that prints it. The bytes are UTF-8. Not safe to share between threads without a lock of your own.
class Secret {
 public:
  Secret() = default;

  /// Copies `bytes`. The caller still owns, and should wipe(), the memory they came from.
  explicit Secret(std::string_view bytes);

  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  /// A second secret with the same bytes. Copying is a deliberate act, therefore a named one.
  [[nodiscard]] Secret clone() const;

  /// The bytes themselves; valid until this object is moved from, appended to, cleared or destroyed. Whoever calls this
  /// answers for where they go.
  [[nodiscard]] std::string_view reveal() const noexcept { return {data_, size_}; }

  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Adds one byte at the end; outgrown memory is wiped.
  void push_back(char byte);

  /// Wipes the bytes and leaves an empty secret.
  void clear() noexcept;

 private:
  void reserve(std::size_t capacity);

  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

/// Overwrites memory in a way that the optimiser may not remove.
void wipe(void* memory, std::size_t size) noexcept;

/// Overwrites the characters of `text`, whatever its capacity, and empties it.
void wipe(std::string& text) noexcept;

}  // namespace teamsctl
