#pragma once

#include <array>
#include <chrono>

#include "teamsctl/secret.hpp"

namespace teamsctl::agent {

/// R29: closed with a passphrase, of which only what scrypt makes of it is kept.
class PassphraseLock {
 public:
  [[nodiscard]] bool closed() const noexcept { return closed_; }

  /// False when it is closed already, or the passphrase is empty.
  [[nodiscard]] bool close(const Secret& passphrase);

  /// Opens it when the passphrase is right; a wrong one makes the next try slower.
  [[nodiscard]] bool open(const Secret& passphrase);

  /// How long a try has to wait now: a tenth of a second for each that has failed, at most 10 s.
  [[nodiscard]] std::chrono::milliseconds delay() const noexcept;

 private:
  [[nodiscard]] Secret derived(const Secret& passphrase) const;

  bool closed_ = false;
  int failures_ = 0;
  std::array<unsigned char, 16> salt_{};
  Secret key_;
};

}  // namespace teamsctl::agent
