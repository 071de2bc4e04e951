#include "teamsctl/secret.hpp"

#include <cstring>
#include <utility>

#include "core/secret_memory.hpp"

namespace teamsctl {

void wipe(void* memory, std::size_t size) noexcept {
  // explicit_bzero is what glibc promises not to optimise away.
  if (memory != nullptr && size != 0) ::explicit_bzero(memory, size);
}

void wipe(std::string& text) noexcept {
  wipe(text.data(), text.size());
  text.resize(text.capacity());  // capacity is already owned, so this cannot throw; it exposes
                                 // older content
  wipe(text.data(), text.size());
  text.clear();
}

Secret::Secret(std::string_view bytes) {
  if (bytes.empty()) return;
  reserve(bytes.size());
  std::memcpy(data_, bytes.data(), bytes.size());
  size_ = bytes.size();
}

Secret::Secret(Secret&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      capacity_(std::exchange(other.capacity_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    clear();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    capacity_ = std::exchange(other.capacity_, 0);
  }
  return *this;
}

Secret::~Secret() { clear(); }

Secret Secret::clone() const { return Secret(reveal()); }

void Secret::push_back(char byte) {
  if (size_ == capacity_) reserve(capacity_ == 0 ? 1 : capacity_ * 2);
  data_[size_++] = byte;
}

void Secret::clear() noexcept {
  core::give_back_secret_memory({.data = data_, .capacity = capacity_});
  data_ = nullptr;
  size_ = 0;
  capacity_ = 0;
}

void Secret::reserve(std::size_t capacity) {
  if (capacity <= capacity_) return;
  const core::SecretBlock grown = core::take_secret_memory(capacity);
  if (size_ != 0) std::memcpy(grown.data, data_, size_);
  core::give_back_secret_memory({.data = data_, .capacity = capacity_});
  data_ = grown.data;
  capacity_ = grown.capacity;
}

}  // namespace teamsctl
