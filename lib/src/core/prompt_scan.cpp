#include "teamsctl/prompt_scan.hpp"

#include <utility>

#include "core/prompt_detector.hpp"

namespace teamsctl {

std::vector<FoundPrompt> scan_for_prompts(std::string_view bytes, std::span<const PromptRule> first,
                                          std::vector<std::string>* switched_off) {
  auto rules = core::PromptRules::with_built_in(first);
  core::PromptDetector detector(
      std::make_shared<core::PromptRules>(std::get<core::PromptRules>(std::move(rules))));
  detector.arm(core::KindSet::all());
  std::vector<core::Detection> found;
  const core::PromptDetector::Clock::time_point start{};
  detector.feed(bytes, start, found);
  while (const auto deadline = detector.deadline()) detector.tick(*deadline, found);

  if (switched_off != nullptr) *switched_off = detector.rules()->take_disabled();

  std::vector<FoundPrompt> prompts;
  prompts.reserve(found.size());
  for (core::Detection& one : found)
    prompts.push_back({.kind = one.kind,
                       .message = std::move(one.message),
                       .url = std::move(one.url),
                       .display_code = std::move(one.display_code),
                       .rule = std::move(one.rule),
                       .begin = one.begin,
                       .end = one.end});
  return prompts;
}

}  // namespace teamsctl
