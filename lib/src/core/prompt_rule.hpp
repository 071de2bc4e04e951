#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "teamsctl/challenge.hpp"
#include "teamsctl/prompt_rule.hpp"

namespace teamsctl::core {

using teamsctl::PromptRule;

/// The rules teamsctl comes with, in the order in which they are tried. Static storage.
[[nodiscard]] std::span<const PromptRule> built_in_prompt_rules();

/// Why a rule cannot be used.
struct RuleError {
  std::string rule;
  std::string message;
  std::size_t offset = 0;  ///< byte of the pattern
};

/// Compiled rules. Every match runs under the same limits, and a rule that meets one is switched
/// off and named once by take_disabled(). One detector after the other may use it, two threads may
/// not.
class PromptRules {
 public:
  struct Match {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string code;  ///< of the groups `code` or `number`
    std::string url;
    std::string message;  ///< of the group `message`; empty without one
  };

  /// Refused are patterns that do not compile or that match the empty string, and more than 1,000
  /// rules.
  [[nodiscard]] static std::variant<PromptRules, RuleError> compile(
      std::span<const PromptRule> rules);

  /// The built-in rules, which always compile (a test sees to it). A fresh copy at each call.
  [[nodiscard]] static std::shared_ptr<PromptRules> built_in();

  /// The same behind rules of the user's, which are tried first.
  [[nodiscard]] static std::variant<PromptRules, RuleError> with_built_in(
      std::span<const PromptRule> first);

  PromptRules(PromptRules&&) noexcept;
  PromptRules& operator=(PromptRules&&) noexcept;
  ~PromptRules();

  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] const PromptRule& rule(std::size_t index) const;
  [[nodiscard]] bool enabled(std::size_t index) const;

  /// First match of a rule in text[from, end). `text` must be valid UTF-8. Nothing for a rule that
  /// is switched off.
  [[nodiscard]] std::optional<Match> match(std::size_t index, std::string_view text,
                                           std::size_t from = 0) const;

  /// Names of the rules that met a limit since the last call; each rule comes once.
  [[nodiscard]] std::vector<std::string> take_disabled();

 private:
  struct State;
  explicit PromptRules(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// What a question of PowerShell's host is (Read-Host, Get-Credential, PromptForChoice), from its
/// parts. Never a kind that is settled elsewhere. A text that no rule knows is `unknown`, secret or
/// not: an answer must not be sent to a question that was only guessed.
[[nodiscard]] ChallengeKind classify_question(const PromptRules& rules, std::string_view caption,
                                              std::string_view message, bool secret,
                                              std::span<const std::string> choices);

/// True when the labels of a choice mean yes and no, in any of the known languages, with or without
/// & accelerators.
[[nodiscard]] bool means_yes_or_no(std::span<const std::string> choices);

}  // namespace teamsctl::core
