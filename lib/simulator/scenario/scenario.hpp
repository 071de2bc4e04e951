#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/step.hpp"
#include "text/members.hpp"

namespace teamsctl::simulator {

/// What a page holds when more rows are asked for than fit.
enum class Paging { clamp, repeat, unlimited };

struct CommandSteps {
  Steps before;
  std::map<std::uint64_t, Steps> at_call;  ///< by the number of the call in this pwsh, from 0
  Steps after;
  std::map<std::uint64_t, Steps> at_row;
};

/// A scenario file, teamsctl-scenario(5), as values.
struct Scenario {
  std::string module_version = "7.7.0";
  bool module_absent = false;
  std::string powershell = "7.6.5";
  Steps start;
  Steps ready;
  Steps import;
  Steps before_connect;
  std::optional<Steps> connect;  ///< nothing: the account decides
  Steps verify;
  Steps exit;
  std::map<std::string, CommandSteps> commands;  ///< by the cmdlet's name in lower case
  Paging paging = Paging::clamp;
  std::chrono::milliseconds visible_after{0};  ///< from a change to the first read that shows it
  std::chrono::milliseconds clock_skew{0};     ///< what the clock of Entra ID is ahead of ours

  /// The steps of a cmdlet; none when the scenario has none for it.
  [[nodiscard]] const CommandSteps& steps_of(std::string_view cmdlet) const;
};

/// Reads the text of a scenario. Throws ScenarioError, whose text names the member and what is
/// allowed there.
[[nodiscard]] Scenario parse_scenario(std::string_view text);

/// Reads a built-in scenario, or the file that `name_or_path` is the path of (anything with a '/'
/// or ending in ".json"). Throws ScenarioError, whose text begins with the file.
[[nodiscard]] Scenario load_scenario(const std::string& name_or_path);

}  // namespace teamsctl::simulator
