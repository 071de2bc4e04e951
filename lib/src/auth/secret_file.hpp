#pragma once

#include <optional>
#include <string>
#include <variant>

#include "io/descriptor.hpp"
#include "teamsctl/secret_source.hpp"

namespace teamsctl::auth {

/// Why a file with a secret is not read.
struct SecretFileProblem {
  bool insecure = false;  ///< it breaks its rule; else it cannot be read
  std::string why;        ///< to go behind its path: "is a directory"
  std::string hint;       ///< one sentence
};

/// A file with a secret, opened without waiting (also for the writer of a FIFO), or why it is not.
/// The rule is applied to what has been opened, so that nobody can exchange the file between a look
/// at it and the read.
[[nodiscard]] std::variant<io::Descriptor, SecretFileProblem> open_secret_file(
    const std::string& path, FileRule rule);

/// The descriptor that a path means: that of "-", /dev/stdin, /dev/fd/N or /proc/self/fd/N.
[[nodiscard]] std::optional<int> descriptor_named_by(const std::string& path);

/// A source that reads the lines of a descriptor; `what` is how a person knows that, such as
/// "standard input".
[[nodiscard]] std::unique_ptr<SecretSource> descriptor_source(std::string name, std::string what,
                                                              int descriptor, SecretShape shape);

}  // namespace teamsctl::auth
