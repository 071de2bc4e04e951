#pragma once

#include <map>
#include <optional>
#include <string>

#include "teamsctl/secret.hpp"

namespace teamsctl::cli {

/// The variable's value; an empty one counts as not set.
[[nodiscard]] std::optional<std::string> variable(const std::string& name);

/// Secrets out of environment variables. What is taken is gone from the environment, and from the
/// bytes that the system shows to others as this process's first environment (/proc/self/environ).
class EnvironmentSecrets {
 public:
  /// Nothing when the variable is not set. The same variable may be asked for again: it may serve
  /// two options.
  [[nodiscard]] std::optional<Secret> take(const std::string& name);

 private:
  std::map<std::string, Secret> taken_;
};

}  // namespace teamsctl::cli
