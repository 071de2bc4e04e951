#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "options/config_profiles.hpp"
#include "options/option_table.hpp"
#include "teamsctl/error.hpp"

namespace teamsctl::cli {

/// In the order in which they go before each other.
enum class OriginKind { flag, environment, profile };

/// The text that holds for one option, and where it comes from.
struct GivenOption {
  std::string text;
  OriginKind origin = OriginKind::flag;
  std::string name;    ///< as an error begins: "--output", "TEAMSCTL_OUTPUT", "FILE:3:10: output"
  std::string shown;   ///< as `config show --origin` has it
  std::string source;  ///< as a person knows a secret's place: "--password-file", "profile work:
                       ///< password_file"
};

/// By name of the option; what is not here has its default.
using GivenOptions = std::map<std::string, GivenOption>;

/// The profile that is to be used, with the file it is in. Errors: ErrorCode::config and
/// ErrorCode::insecure. `file` and `name` are what --config and --profile or their variables say;
/// neither has to be there unless it is said.
struct Configuration {
  std::optional<Profile> profile;
  std::vector<PromptRule> prompt_rules;
};
[[nodiscard]] std::variant<Configuration, Error> chosen_configuration(
    const std::optional<std::string>& file, const std::optional<std::string>& name);

/// What is said of an option on the command line, else in the environment, as long as no profile is
/// needed to know it.
[[nodiscard]] std::optional<std::string> given_directly(
    const std::map<std::string, std::string>& flags, const std::string& option);

/// For each option the first of flag, environment and profile. Errors: a text that is no value for
/// its option.
[[nodiscard]] std::variant<GivenOptions, Error> merge_options(
    const std::map<std::string, std::string>& flags, const std::optional<Profile>& profile);

}  // namespace teamsctl::cli
