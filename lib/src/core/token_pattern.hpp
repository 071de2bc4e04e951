#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

// What is a credential by its form alone.
namespace teamsctl::core {

struct TokenFound {
  bool found = false;
  bool undecided = false;  ///< the text is too short to tell
  std::size_t begin = 0;   ///< where the token itself begins: what stands before it may be shown
};

/// Whether a text begins with "Authorization: Bearer TOKEN" (or Basic, or with "=" or quotes in
/// between), with "Bearer" and a long word, or with something like a JWT. With `last` nothing
/// follows the text.
[[nodiscard]] TokenFound token_at_beginning(std::string_view text, bool last);

/// True for the characters that a token, once begun, goes on with.
[[nodiscard]] bool goes_on_token(char c) noexcept;

/// True for the characters that end a URL in a text.
[[nodiscard]] bool ends_url(char c) noexcept;

/// The first two characters of everything above and of "://".
[[nodiscard]] std::span<const std::pair<char, char>> token_pairs() noexcept;

}  // namespace teamsctl::core
