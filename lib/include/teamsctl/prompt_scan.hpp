#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "teamsctl/challenge.hpp"
#include "teamsctl/export.hpp"
#include "teamsctl/prompt_rule.hpp"

namespace teamsctl {

/// A challenge that the prompt rules found in recorded console bytes.
struct FoundPrompt {
  ChallengeKind kind = ChallengeKind::unknown;
  std::string message;
  std::string url;
  std::string display_code;
  std::string rule;       ///< name of the rule that found it
  std::size_t begin = 0;  ///< first byte of the match in the input
  std::size_t end = 0;    ///< one past its last byte
};

/// Runs the prompt rules over `bytes`, taken as what a sign-in wrote to its console before it fell
/// silent. Returns the challenges in the order of their appearance; none is an empty list. Never
/// fails, whatever the bytes. `first` are rules that are tried before the built-in ones; they must
/// have passed check_prompt_rules(). `switched_off`, when given, gets the names of the rules that
/// took too long.
[[nodiscard]] TEAMSCTL_API std::vector<FoundPrompt> scan_for_prompts(
    std::string_view bytes, std::span<const PromptRule> first = {},
    std::vector<std::string>* switched_off = nullptr);

}  // namespace teamsctl
