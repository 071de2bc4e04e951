#pragma once

#include <span>
#include <string>
#include <string_view>

namespace teamsctl::cli {

/// What `teamsctl help TOPIC` explains besides commands.
struct HelpTopic {
  std::string_view name;
  std::string_view what;  ///< one line
  std::string (*text)();  ///< plain text, some screens at most
};

[[nodiscard]] std::span<const HelpTopic> help_topics();

// The texts. Where there is a table, they are made from it.
[[nodiscard]] std::string help_on_exit_codes();
[[nodiscard]] std::string help_on_environment();
[[nodiscard]] std::string help_on_secrets();
[[nodiscard]] std::string help_on_output();
[[nodiscard]] std::string help_on_mfa();
[[nodiscard]] std::string help_on_simulate();

}  // namespace teamsctl::cli
