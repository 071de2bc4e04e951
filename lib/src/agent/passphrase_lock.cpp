#include "agent/passphrase_lock.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>

namespace teamsctl::agent {
namespace {

// 8 MiB and about 20 ms: the agent does nothing else meanwhile.
constexpr std::uint64_t cost = 1 << 13;
constexpr std::uint64_t block_size = 8;
constexpr std::uint64_t memory = 64u << 20;
constexpr std::size_t key_size = 32;
constexpr std::chrono::milliseconds step{100};
constexpr std::chrono::milliseconds longest{10'000};

}  // namespace

Secret PassphraseLock::derived(const Secret& passphrase) const {
  std::array<unsigned char, key_size> key{};
  const int made =
      EVP_PBE_scrypt(passphrase.reveal().data(), passphrase.size(), salt_.data(), salt_.size(),
                     cost, block_size, 1, memory, key.data(), key.size());
  Secret result;
  for (const unsigned char byte : key) result.push_back(static_cast<char>(byte));
  wipe(key.data(), key.size());
  if (made != 1) throw std::runtime_error("scrypt failed");
  return result;
}

bool PassphraseLock::close(const Secret& passphrase) {
  if (closed_ || passphrase.empty()) return false;
  if (RAND_bytes(salt_.data(), static_cast<int>(salt_.size())) != 1)
    throw std::runtime_error("there are no random bytes");
  key_ = derived(passphrase);
  failures_ = 0;
  closed_ = true;
  return true;
}

bool PassphraseLock::open(const Secret& passphrase) {
  if (!closed_) return true;
  const Secret tried = derived(passphrase);
  if (CRYPTO_memcmp(tried.reveal().data(), key_.reveal().data(), key_size) != 0) {
    failures_ = std::min(failures_ + 1, 1000);
    return false;
  }
  key_.clear();
  failures_ = 0;
  closed_ = false;
  return true;
}

std::chrono::milliseconds PassphraseLock::delay() const noexcept {
  return std::min(step * failures_, longest);
}

}  // namespace teamsctl::agent
