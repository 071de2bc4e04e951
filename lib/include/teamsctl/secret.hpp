#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "teamsctl/export.hpp"

namespace teamsctl {

/// A password, code or token, from where it is read to where it is handed to pwsh.
///
/// Move-only, overwritten with zeros when it is destroyed, assigned to, outgrown or cleared, and
/// without any operator that prints it. The bytes are UTF-8, and lie in pages that are not swapped
/// out, not dumped and, after fork(), zeros in the child: as far as the system allows, and silently
/// in ordinary memory where it does not. Different secrets may be used in different threads; one in
/// several needs a lock of your own.
class TEAMSCTL_API Secret {
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

  /// The bytes themselves; valid until this object is moved from, appended to, cleared or
  /// destroyed. Whoever calls this answers for where they go.
  [[nodiscard]] std::string_view reveal() const noexcept { return {data_, size_}; }

  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Adds one byte at the end; outgrown memory is wiped.
  void push_back(char byte);

  /// Makes room for so many bytes altogether.
  void reserve(std::size_t capacity);

  /// Wipes the bytes and leaves an empty secret.
  void clear() noexcept;

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

/// True when every secret so far, of this process, has been in memory that is never swapped out.
/// False once the limit of locked memory (ulimit -l) was in the way.
[[nodiscard]] TEAMSCTL_API bool secrets_are_locked();

/// Overwrites memory in a way that the optimiser may not remove.
TEAMSCTL_API void wipe(void* memory, std::size_t size) noexcept;

/// Overwrites the characters of `text`, whatever its capacity, and empties it.
TEAMSCTL_API void wipe(std::string& text) noexcept;

}  // namespace teamsctl
