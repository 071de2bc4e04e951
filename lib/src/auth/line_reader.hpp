#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "auth/secret_lines.hpp"
#include "teamsctl/loop.hpp"

namespace teamsctl::auth {

/// Reads the lines of one secret from a descriptor that belongs to somebody else, and not a byte
/// beyond them.
class LineReader {
 public:
  struct Failure {
    std::string why;     ///< to go behind the name of what was read: "is not open"
    bool ended = false;  ///< it was at its end already: not a byte came
  };
  struct Lines {
    Secret text;
    bool ended = false;  ///< there is nothing behind them
  };
  using Result = std::variant<Lines, Failure>;
  using Done = std::function<void(Result)>;

  /// Called from inside the loop; so may `done` be, at once. It may destroy this object.
  void start(Loop& loop, int descriptor, SecretShape shape, Done done);

  /// Gives up. What has come of the lines is kept for the next start().
  void stop();

 private:
  void read();
  void finish(Result result);
  void fail(std::string why);

  int descriptor_ = -1;
  bool always_ready_ = false;
  std::optional<SecretLines> lines_;
  Loop::Handle readable_;
  Done done_;
};

}  // namespace teamsctl::auth
