#pragma once

#include <chrono>
#include <ctime>
#include <string>

namespace teamsctl::agent {

/// As ISO 8601 with seconds.
inline std::string utc(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

}  // namespace teamsctl::agent
