#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "teamsctl/challenge.hpp"
#include "teamsctl/error.hpp"
#include "teamsctl/loop.hpp"
#include "teamsctl/secret.hpp"

namespace teamsctl {

/// Where a password or a code comes from. It is asked when a challenge comes, not before: a code that was fetched early is
/// a code that has expired.
class SecretSource {
 public:
  /// Exactly one call for each fetch() that is not abandoned, from inside the loop.
  using Done = std::function<void(std::variant<Secret, Error>)>;

  virtual ~SecretSource() = default;

  /// Starts to fetch the next value. One fetch at a time. Destroying the source abandons it.
  virtual void fetch(Loop& loop, const Challenge& challenge, Done done) = 0;

  /// False when nothing more can come: a value given once is never sent twice.
  [[nodiscard]] virtual bool available() const = 0;

  /// How a person knows it, such as "--mfa-code-file".
  [[nodiscard]] virtual std::string_view name() const = 0;
};

/// A value that is there already: an argument, an environment variable. It is given once.
[[nodiscard]] std::unique_ptr<SecretSource> given_secret(std::string name, Secret value);

/// The next line of a file, read at each fetch; "-" is standard input, of which not a byte beyond that line is read, and a
/// FIFO is waited for. A regular file gives its first line, once. Errors: a file that cannot be read or is empty
/// (ErrorCode::input_needed), one that others can write (ErrorCode::insecure).
[[nodiscard]] std::unique_ptr<SecretSource> file_secret(std::string name, std::string path);

/// Picks a one-time code of `digits` digits out of what a helper prints: "123456", "123 456", "123-456",
/// "976249 lasts 24s". Nothing when there is none, or more than one.
[[nodiscard]] std::optional<Secret> pick_code(const Secret& text, int digits);

}  // namespace teamsctl
