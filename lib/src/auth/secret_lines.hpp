#pragma once

#include <string>

#include "teamsctl/secret_source.hpp"

namespace teamsctl::auth {

/// Puts the bytes of a source together to the lines of one secret. Line ends may be CR LF.
class SecretLines {
 public:
  explicit SecretLines(SecretShape shape) : shape_(shape) {}

  enum class State {
    more,      ///< bytes are missing
    complete,  ///< take() has it
    broken,    ///< problem() says why it is none
  };

  /// The state after one more byte. A byte after the last line is one too many.
  State feed(char byte);

  /// The state when there are no more bytes: the end of the last line may be missing.
  State end();

  [[nodiscard]] bool began() const noexcept { return began_; }
  [[nodiscard]] Secret take();

  /// What it is instead, to go behind "has" or "printed": "an empty line".
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }

 private:
  State end_line();
  State refuse(std::string problem);
  bool put(char byte);

  SecretShape shape_;
  State state_ = State::more;
  Secret text_;
  int lines_ = 0;
  std::size_t bytes_ = 0;
  std::size_t in_line_ = 0;
  bool began_ = false;
  bool return_held_ = false;
  std::string problem_;
};

}  // namespace teamsctl::auth
