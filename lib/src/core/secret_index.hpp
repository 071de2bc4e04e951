#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/escaped_match.hpp"
#include "teamsctl/secret.hpp"

namespace teamsctl::core {

/// Secrets of fewer bytes are not looked for, and beginnings of secrets of fewer bytes are left.
inline constexpr std::size_t shortest_secret = 4;

/// The secrets that a redactor knows, arranged so that most of a text is passed over at the speed
/// of one look a byte.
class SecretIndex {
 public:
  SecretIndex();

  void add(const Secret& secret);

  /// What a text begins with.
  struct Found {
    std::size_t length = 0;     ///< bytes that the longest secret here takes; 0: none
    bool undecided = false;     ///< the text ends within what may become a (longer) one
    std::size_t beginning = 0;  ///< bytes of the secret that have come when it is undecided
    std::size_t common = 0;     ///< bytes of the longest beginning of a secret, unescaped
  };
  [[nodiscard]] Found look(std::string_view text) const;

  /// The first place from `begin` on where a secret or a word of token_words() may begin: the last
  /// byte at the latest.
  [[nodiscard]] std::size_t next_candidate(std::string_view text,
                                           std::size_t begin) const noexcept {
    for (std::size_t i = begin; i + 1 < text.size(); ++i)
      if (is_candidate(text[i], text[i + 1])) return i;
    return text.size() - 1;
  }
  [[nodiscard]] bool may_begin(std::string_view text) const noexcept {
    return text.size() < 2 || is_candidate(text[0], text[1]);
  }

 private:
  struct Needle {
    Secret text;
    NeedleLooks looks;
  };
  static std::size_t pair(char first, char second) noexcept {
    return static_cast<std::size_t>(static_cast<unsigned char>(first)) << 8 |
           static_cast<unsigned char>(second);
  }
  [[nodiscard]] bool is_candidate(char first, char second) const noexcept {
    const std::size_t at = pair(first, second);
    return (candidates_[at / 64] >> (at % 64) & 1) != 0;
  }
  void mark(char first, char second) noexcept;
  void mark_any(char first) noexcept;
  void add_needle(Secret text, bool base64);

  std::vector<Needle> needles_;
  std::array<std::vector<std::uint32_t>, 256> by_first_;
  std::vector<std::uint64_t> candidates_;  // a bit for each pair of bytes
};

}  // namespace teamsctl::core
