#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/secret_index.hpp"

namespace teamsctl::core {

/// Goes through a text once, in pieces if need be, and gives it back without its secrets.
class RedactionScan {
 public:
  struct Mode {
    bool beginnings = false;        ///< every beginning of a secret goes too
    bool beginning_at_end = false;  ///< one at the very end goes
  };

  /// Appends what can be shown to `out` and returns how much of the text it has dealt with; what is
  /// left has to come again, with what follows it. With `last` nothing follows, and nothing is
  /// left.
  std::size_t run(const SecretIndex& secrets, std::string_view text, bool last, Mode mode,
                  std::string& out);

 private:
  struct Here {
    std::size_t secret = 0;            // bytes of a secret that begins here
    std::optional<std::size_t> token;  // where a token begins that begins to show here
    bool query = false;                // this is the "?" or "#" of a URL, and something follows it
    bool url = false;                  // the "://" of a URL begins here
    bool undecided = false;
  };
  enum class Dropping { nothing, token, query };

  [[nodiscard]] bool at_ease() const {
    return covered_ == 0 && dropping_ == Dropping::nothing && !in_url_ && !token_in_;
  }
  [[nodiscard]] Here look(const SecretIndex& secrets, std::string_view rest, bool last,
                          Mode mode) const;
  void step(char c, const Here& here, std::string& out);

  std::size_t covered_ = 0;  // so many bytes from here on belong to a secret whose mark is out
  Dropping dropping_ = Dropping::nothing;
  std::optional<std::size_t> token_in_;  // so many bytes on, a token begins
  bool in_url_ = false;
  char before_ = '\0';
};

}  // namespace teamsctl::core
