#include "core/secret_memory.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <mutex>
#include <vector>

#include "teamsctl/secret.hpp"

namespace teamsctl {
namespace core {
namespace {

// Passwords and codes share chunks of slots of one size; what is larger than a chunk has pages of
// its own. An arena is as small as the least limit of locked memory that systems set
// (RLIMIT_MEMLOCK).
constexpr std::size_t smallest_slot = 64;
constexpr std::size_t chunk_size = 4096;
constexpr std::size_t chunks_of_arena = 16;

std::size_t page_size() {
  static const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return size;
}

std::size_t in_pages(std::size_t size) {
  return (size + page_size() - 1) / page_size() * page_size();
}

struct Mapping {
  char* data = nullptr;  // null: there is no memory
  bool locked = false;
};

/// Pages for `size` bytes between two that cannot be touched.
Mapping map_guarded(std::size_t size) {
  const std::size_t inner = in_pages(size);
  void* const all =
      ::mmap(nullptr, inner + 2 * page_size(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (all == MAP_FAILED) return {};
  char* const data = static_cast<char*>(all) + page_size();
  if (::mprotect(data, inner, PROT_READ | PROT_WRITE) != 0) {
    ::munmap(all, inner + 2 * page_size());
    return {};
  }
  (void)::madvise(data, inner, MADV_DONTDUMP);
  (void)::madvise(data, inner, MADV_WIPEONFORK);
  return {.data = data, .locked = ::mlock(data, inner) == 0};
}

void unmap_guarded(char* data, std::size_t size) noexcept {
  ::munmap(data - page_size(), in_pages(size) + 2 * page_size());
}

/// What is known of the slots is kept outside them, so that neither a wipe nor a stray write can
/// confuse it.
struct Chunk {
  std::size_t slot_size = 0;  // 0: not in use
  std::uint64_t used = 0;     // a bit for each slot

  [[nodiscard]] std::size_t slots() const { return chunk_size / slot_size; }
  [[nodiscard]] bool full() const {
    return static_cast<std::size_t>(std::popcount(used)) == slots();
  }
};

struct Arena {
  char* data = nullptr;
  std::array<Chunk, chunks_of_arena> chunks{};

  [[nodiscard]] bool has(const char* block) const {
    return block >= data && block < data + chunks_of_arena * chunk_size;
  }

  char* take(std::size_t slot_size) {
    const auto free_here = [&](const Chunk& chunk) {
      return chunk.slot_size == slot_size && !chunk.full();
    };
    auto chunk = std::find_if(chunks.begin(), chunks.end(), free_here);
    if (chunk == chunks.end())
      chunk = std::find_if(chunks.begin(), chunks.end(),
                           [](const Chunk& any) { return any.slot_size == 0; });
    if (chunk == chunks.end()) return nullptr;
    chunk->slot_size = slot_size;
    const auto slot = static_cast<std::size_t>(std::countr_one(chunk->used));
    chunk->used |= std::uint64_t{1} << slot;
    return data + static_cast<std::size_t>(chunk - chunks.begin()) * chunk_size + slot * slot_size;
  }

  void give_back(const char* block) {
    const auto at = static_cast<std::size_t>(block - data);
    Chunk& chunk = chunks[at / chunk_size];
    chunk.used &= ~(std::uint64_t{1} << (at % chunk_size / chunk.slot_size));
    if (chunk.used == 0) chunk.slot_size = 0;
  }
};

class Pool {
 public:
  SecretBlock take(std::size_t size) {
    const std::lock_guard guard(mutex_);
    const std::size_t capacity =
        size > chunk_size ? in_pages(size) : std::bit_ceil(std::max(size, smallest_slot));
    char* data = size > chunk_size ? map(capacity) : take_slot(capacity);
    if (data == nullptr) {
      locked_ = false;
      on_heap_.reserve(on_heap_.size() + 1);
      data = new char[capacity];
      on_heap_.push_back(data);
    }
    return {.data = data, .capacity = capacity};
  }

  void give_back(SecretBlock block) noexcept {
    const std::lock_guard guard(mutex_);
    const auto arena = std::find_if(arenas_.begin(), arenas_.end(),
                                    [&](const Arena& any) { return any.has(block.data); });
    if (arena != arenas_.end()) {
      arena->give_back(block.data);
    } else if (const auto found = std::find(on_heap_.begin(), on_heap_.end(), block.data);
               found != on_heap_.end()) {
      on_heap_.erase(found);
      delete[] block.data;
    } else {
      unmap_guarded(block.data, block.capacity);
    }
  }

  [[nodiscard]] bool locked() {
    const std::lock_guard guard(mutex_);
    if (arenas_.empty()) (void)add_arena();
    return locked_;
  }

 private:
  char* map(std::size_t size) {
    const Mapping made = map_guarded(size);
    locked_ = locked_ && made.locked;
    return made.data;
  }

  char* take_slot(std::size_t size) {
    for (Arena& arena : arenas_)
      if (char* const data = arena.take(size)) return data;
    return add_arena() ? arenas_.back().take(size) : nullptr;
  }

  bool add_arena() {
    arenas_.reserve(arenas_.size() + 1);
    char* const data = map(chunks_of_arena * chunk_size);
    if (data != nullptr) arenas_.push_back({.data = data});
    return data != nullptr;
  }

  std::mutex mutex_;
  bool locked_ = true;
  std::vector<Arena> arenas_;  // kept for the next secrets
  std::vector<char*> on_heap_;
};

/// Never destroyed: secrets in static objects are given back after everything here would be gone.
Pool& pool() {
  static Pool* const only = new Pool;
  return *only;
}

}  // namespace

SecretBlock take_secret_memory(std::size_t size) { return pool().take(size); }

void give_back_secret_memory(SecretBlock block) noexcept {
  if (block.data == nullptr) return;
  wipe(block.data, block.capacity);
  pool().give_back(block);
}

}  // namespace core

bool secrets_are_locked() { return core::pool().locked(); }

}  // namespace teamsctl
