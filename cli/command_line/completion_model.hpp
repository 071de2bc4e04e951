#pragma once

#include <string>
#include <vector>

#include "command_line/command_app.hpp"

namespace teamsctl::cli {

/// What may stand in one place of the command line.
struct CompletedValue {
  std::string name;                ///< "TYPE"; what a shell says above its list
  std::vector<std::string> words;  ///< letters, digits, dots and dashes
  bool files = false;
  bool list = false;  ///< several words with commas between

  [[nodiscard]] bool known() const { return files || !words.empty(); }
};

struct CompletedOption {
  std::vector<std::string> names;  ///< with their dashes, short ones first
  std::string help;
  bool takes_value = false;
  bool only_with_equals = false;  ///< --simulate=SCENARIO; the next word is another one
  bool repeats = false;
  CompletedValue value;
};

struct CompletedCommand {
  std::string name;
  std::string help;
  std::vector<CompletedOption> options;
  std::vector<CompletedValue> arguments;   ///< behind its name; the last one again and again
  std::vector<CompletedCommand> commands;  ///< below it
};

/// The whole command line; the name of the first is that of the program.
[[nodiscard]] CompletedCommand completion_model(const CommandApp& program);

// For the scripts.
[[nodiscard]] std::string joined(const std::vector<std::string>& words,
                                 std::string_view between = " ");

/// 'text' for a shell, in which it is not looked into any further.
[[nodiscard]] std::string shell_quoted(std::string_view text);

[[nodiscard]] std::string bash_completion(const CompletedCommand& model);
[[nodiscard]] std::string zsh_completion(const CompletedCommand& model);
[[nodiscard]] std::string fish_completion(const CompletedCommand& model);

}  // namespace teamsctl::cli
