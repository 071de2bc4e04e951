#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "teamsctl/secret.hpp"

namespace teamsctl {

/// Takes known secrets out of text before anybody sees it.
class Redactor {
 public:
  /// Secrets of fewer than 4 bytes are not looked for: replacing those would destroy the text and hide nothing.
  void add(const Secret& secret);

  /// The text without any known secret.
  [[nodiscard]] std::string redact(std::string_view text) const;

  /// The same for text of a console, where Read-Host redraws its line at every key and "1234" comes as "112123123 4…":
  /// every beginning of a secret from 4 bytes on goes too.
  [[nodiscard]] std::string redact_console(std::string_view text) const;

 private:
  [[nodiscard]] std::string replace(std::string_view text, bool prefixes) const;

  std::vector<Secret> secrets_;
};

/// What stands in a secret's place.
inline constexpr std::string_view redacted_mark = "[redacted]";

}  // namespace teamsctl
