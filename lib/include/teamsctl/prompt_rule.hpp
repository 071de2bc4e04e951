#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>

#include "teamsctl/challenge.hpp"
#include "teamsctl/error.hpp"
#include "teamsctl/export.hpp"

namespace teamsctl {

/// What text is a prompt. Rules are data: these are built in, others may be added.
struct PromptRule {
  enum class Where {
    unfinished_line,  ///< a question: the match has to end where the text ends, on a line without
                      ///< line feed
    anywhere,         ///< a sentence that stands in the text; nothing is typed here
  };

  std::string name;
  ChallengeKind kind = ChallengeKind::unknown;
  /// PCRE2, compiled with UTF, UCP, CASELESS and MULTILINE. Wrapped lines are joined and control
  /// sequences gone before it is tried. Named groups: `code` and `number` become the display code,
  /// `url` the URL, `message` what is shown in place of the whole match. For unfinished_line the
  /// match begins on the last line, and \z is added to the pattern.
  std::string pattern;
  /// How long the text must have been still.
  std::chrono::milliseconds quiet{150};
  Where where = Where::unfinished_line;
  /// PCRE2 that has to match within 200 bytes before, in or after the match; empty for nothing.
  std::string context = {};
  /// Text that has to occur (ASCII, exactly as written) for the pattern to be tried at all; it
  /// saves time only.
  std::string needs = {};
};

/// Nothing when the rules can be used, or what is wrong with the first that cannot:
/// ErrorCode::usage, with the name of the rule and the byte of its pattern. Refused are patterns
/// that do not compile or that match the empty string, and more than 1,000 rules.
[[nodiscard]] TEAMSCTL_API std::optional<Error> check_prompt_rules(
    std::span<const PromptRule> rules);

}  // namespace teamsctl
