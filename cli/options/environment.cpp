#include "options/environment.hpp"

#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <string_view>

namespace teamsctl::cli {

std::optional<std::string> variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

std::optional<Secret> EnvironmentSecrets::take(const std::string& name) {
  if (const auto known = taken_.find(name); known != taken_.end()) return known->second.clone();
  const char* value = std::getenv(name.c_str());
  if (value == nullptr) return std::nullopt;
  const Secret& secret = taken_.emplace(name, Secret(std::string_view(value))).first->second;
  // An environment may hold a name twice; unsetenv drops both, and would leave the bytes of both.
  const std::string begin = name + "=";
  for (char** entry = environ; *entry != nullptr; ++entry)
    if (std::string_view(*entry).starts_with(begin))
      wipe(*entry + begin.size(), std::strlen(*entry + begin.size()));
  ::unsetenv(name.c_str());
  return secret.clone();
}

}  // namespace teamsctl::cli
