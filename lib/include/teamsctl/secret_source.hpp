#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "teamsctl/challenge.hpp"
#include "teamsctl/error.hpp"
#include "teamsctl/export.hpp"
#include "teamsctl/loop.hpp"
#include "teamsctl/secret.hpp"

namespace teamsctl {

/// Where a password or a code comes from. It is asked when a challenge comes, not before: a code
/// that was fetched early is a code that has expired.
class TEAMSCTL_API SecretSource {
 public:
  /// Exactly one call for each fetch() that is not abandoned, from inside the loop. It may destroy
  /// the source.
  using Done = std::function<void(std::variant<Secret, Error>)>;

  virtual ~SecretSource() = default;

  /// Starts to fetch the next value. One fetch at a time. Destroying the source abandons it, and so
  /// does abandon().
  virtual void fetch(Loop& loop, const Challenge& challenge, Done done) = 0;

  /// Gives up the fetch that is under way, if one is: nobody is called, and what it holds, such as
  /// the terminal or a running command, is let go. The source stays as available as it was: half a
  /// line that has come is the beginning of the next value.
  virtual void abandon() = 0;

  /// False when nothing more can come: a value given once is never sent twice.
  [[nodiscard]] virtual bool available() const = 0;

  /// How a person knows it, such as "--mfa-code-file".
  [[nodiscard]] virtual std::string_view name() const = 0;
};

/// How much one fetch may give; more is a failure of the source, not a shortened secret. So is
/// less: a missing line, an empty one, or a zero byte. Line ends may be CR LF.
struct SecretShape {
  int lines = 1;               ///< this many lines, joined by a line feed
  std::size_t longest = 4096;  ///< bytes, line ends not counted
};

/// What a file with a secret may be. In both cases not a byte is read from one that others can
/// write.
enum class FileRule {
  strict,  ///< no symbolic link; a file or a FIFO, owned by this user or by root, without any
           ///< permission for group and others
  shared,  ///< symbolic links, other owners and readers too: the way Kubernetes and Docker mount
           ///< secrets
};

/// A value that is there already: an argument, an environment variable. It is given once.
[[nodiscard]] TEAMSCTL_API std::unique_ptr<SecretSource> given_secret(std::string name,
                                                                      Secret value);

/// A source of which it is known already that it fails, such as the name of a variable that is not
/// set: it says so, once, when it is asked. `why` goes behind "NAME: " and is a sentence
/// (ErrorCode::input_needed).
[[nodiscard]] TEAMSCTL_API std::unique_ptr<SecretSource> failed_secret(std::string name,
                                                                       std::string why);

/// The next line of a file, read at each fetch; "-" is standard input, of which not a byte beyond
/// that line is read. A FIFO is waited for: a line that is still in it comes first, then what its
/// next writer sends. A regular file gives its beginning, once, and is not larger than `shape`.
/// /dev/stdin, /dev/fd/N and /proc/self/fd/N (a shell's process substitution) are taken for the
/// descriptor they name, to which `rule` does not apply. Errors: a file that cannot be read, is
/// empty or no secret (ErrorCode::input_needed), one that breaks `rule` (ErrorCode::insecure).
[[nodiscard]] TEAMSCTL_API std::unique_ptr<SecretSource> file_secret(
    std::string name, std::string path, FileRule rule = FileRule::strict, SecretShape shape = {});

/// The next line of an inherited descriptor at each fetch, and not a byte beyond it. It stays open
/// and the caller's. One that is not open when this is called is never read
/// (ErrorCode::input_needed), whatever its number means later.
[[nodiscard]] TEAMSCTL_API std::unique_ptr<SecretSource> descriptor_secret(std::string name,
                                                                           int descriptor,
                                                                           SecretShape shape = {});

/// What a command prints, run at each fetch by /bin/sh in our process group, with the terminal (so
/// that it can ask on it), stderr and environment as they are, and stdin from the terminal, or
/// empty without one. It fails (ErrorCode::input_needed) when its exit status is not 0, when it
/// prints nothing or not what `shape` says, or after `limit`; then it and what it has started are
/// ended: SIGTERM, and SIGKILL a second later. Destroying the source ends it too, within a fifth of
/// a second. What a command that succeeds leaves running goes on. One that has failed is not asked
/// again.
[[nodiscard]] TEAMSCTL_API std::unique_ptr<SecretSource> command_secret(
    std::string name, std::string command, SecretShape shape = {},
    std::chrono::milliseconds limit = std::chrono::seconds(60));

/// The wall clock, as a value that a test can replace.
using WallClock = std::function<std::chrono::system_clock::time_point()>;

/// One-time codes by time (TOTP, RFC 6238) from a shared secret: base32, or an otpauth://totp URI
/// that may name SHA1, SHA256 or SHA512, 6 to 8 digits (6 where it is silent) and a period of 15 to
/// 120 s. The secret is fetched from `seeds`, in their order, when the first code is wanted. A time
/// step is sent once; a code with less than 3 s left is not sent: the source waits for the next
/// step (inside the loop). Errors: no seed came, or the clock stands still
/// (ErrorCode::input_needed); a seed's source breaks its rule (ErrorCode::insecure); it is no such
/// secret, or its codes are not of `digits` digits (ErrorCode::usage). None shows it, and after any
/// the source is not available again.
[[nodiscard]] TEAMSCTL_API std::unique_ptr<SecretSource> totp_secret(
    std::string name, std::vector<std::unique_ptr<SecretSource>> seeds, int digits,
    WallClock clock = std::chrono::system_clock::now);

/// Nothing when a file may be used under `rule`, or what is wrong with it: ErrorCode::insecure, or
/// ErrorCode::config when it cannot be read.
[[nodiscard]] TEAMSCTL_API std::optional<Error> check_secret_file(const std::string& path,
                                                                  FileRule rule);

/// Picks a one-time code of `digits` digits out of what a helper prints: "123456", "123 456",
/// "123-456", "976249 lasts 24s". Nothing when there is none, or more than one. Digits are those of
/// ASCII, and within a word they are no code.
[[nodiscard]] TEAMSCTL_API std::optional<Secret> pick_code(const Secret& text, int digits);

}  // namespace teamsctl
