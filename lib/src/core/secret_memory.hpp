#pragma once

#include <cstddef>

// Where the bytes of secrets are: in pages that are not swapped out, not dumped, not inherited by
// fork, with pages in front and behind that nothing may touch. Where the system refuses any of
// that, in ordinary memory; it is never an error. All of it may be used from any thread.
namespace teamsctl::core {

struct SecretBlock {
  char* data = nullptr;
  std::size_t capacity = 0;  ///< at least what was asked for
};

/// Memory for `size` bytes, not 0. Throws std::bad_alloc.
[[nodiscard]] SecretBlock take_secret_memory(std::size_t size);

/// Wipes a block and takes it back. Null is allowed.
void give_back_secret_memory(SecretBlock block) noexcept;

}  // namespace teamsctl::core
