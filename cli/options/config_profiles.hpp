#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "teamsctl/error.hpp"
#include "teamsctl/prompt_rule.hpp"

namespace teamsctl::cli {

struct ProfileValue {
  std::string text;   ///< as the option's own reader takes it; nothing is wrong with it
  std::string place;  ///< FILE:LINE:COLUMN
};

struct Profile {
  std::string name;
  std::map<std::string, ProfileValue> values;  ///< by name of the option
};

/// What is wrong at one place of the file.
struct ConfigProblem {
  Error error;          ///< of ErrorCode::config; its message begins with FILE:LINE:COLUMN
  std::string profile;  ///< the one that it is in; empty when it concerns all
};

/// A configuration file, read to its end whatever is wrong with it (teamsctl-config(5)).
struct ConfigContents {
  std::vector<Profile> profiles;
  std::string default_profile;
  std::vector<PromptRule> prompt_rules;
  std::vector<ConfigProblem> problems;  ///< in the order of the file
};

[[nodiscard]] ConfigContents read_config(std::string_view text, const std::string& path);

}  // namespace teamsctl::cli
