// What a structured question is: the rules for console text, applied to a text that says by its
// form that it asks.
#include <algorithm>
#include <array>
#include <string>

#include "core/ansi_filter.hpp"
#include "core/console_text.hpp"
#include "core/prompt_rule.hpp"

namespace teamsctl::core {
namespace {

constexpr std::array<std::string_view, 17> yes_words = {"yes",  "y",   "ja",  "oui", "sí",  "si",
                                                        "sì",   "sim", "tak", "ano", "да",  "evet",
                                                        "はい", "예",  "네",  "是",  "是的"};
constexpr std::array<std::string_view, 20> no_words = {
    "no",    "n",      "nein",   "non",    "não", "nao", "nie",  "ne",   "nee", "нет",
    "hayır", "いいえ", "아니요", "아니오", "否",  "不",  "不是", "不要", "No",  "NO"};

/// A label without its accelerator: "&Yes", "はい(&Y)", "Yes to &All".
std::string plain_label(std::string_view label) {
  std::string plain;
  for (std::size_t at = 0; at < label.size(); ++at) {
    if (label[at] == '(' && label.substr(at + 1, 1) == "&") {
      const std::size_t close = label.find(')', at);
      if (close != std::string_view::npos) {
        at = close;
        continue;
      }
    }
    if (label[at] != '&') plain.push_back(label[at]);
  }
  return plain;
}

std::string first_word(std::string_view label) {
  const std::string plain = plain_label(label);
  std::string word;
  for (const char c : plain) {
    if (c == ' ' || c == ',' || c == '.' || c == '(' || c == '-') {
      if (word.empty()) continue;
      break;
    }
    word.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  // The capitals of the Cyrillic words; nothing else here has capitals outside ASCII.
  if (word == "Да") return "да";
  if (word == "Нет") return "нет";
  return word;
}

template <class Words>
bool is_one_of(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string plain_text(std::string_view text) {
  ConsoleText console(16 * 1024);
  console.feed(text, [] {});
  TracedText joined;
  console.view(4 * 1024, ConsoleText::Join::spaces, false, joined);
  return joined.text();
}

ChallengeKind classify_text(const PromptRules& rules, std::string_view raw) {
  std::string text = plain_text(raw);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.pop_back();
  if (text.empty()) return ChallengeKind::unknown;
  // As PowerShell's own host would show it.
  const auto ends_with = [&](std::string_view end) { return text.ends_with(end); };
  if (!ends_with(":") && !ends_with("?") && !ends_with("：") && !ends_with("？") &&
      !ends_with(">")) {
    while (ends_with(".") || ends_with("!")) text.pop_back();
    if (ends_with("。")) text.resize(text.size() - 3);
    text += ':';
  }
  text += ' ';
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const PromptRule& rule = rules.rule(i);
    if (rule.where == PromptRule::Where::unfinished_line && rule.kind != ChallengeKind::unknown &&
        rules.match(i, text))
      return rule.kind;
  }
  return ChallengeKind::unknown;
}

}  // namespace

bool means_yes_or_no(std::span<const std::string> choices) {
  bool has_yes = false;
  bool has_no = false;
  for (const std::string& choice : choices) {
    const std::string word = first_word(choice);
    has_yes = has_yes || is_one_of(yes_words, word);
    has_no = has_no || is_one_of(no_words, word);
  }
  return has_yes && has_no;
}

ChallengeKind classify_question(const PromptRules& rules, std::string_view caption,
                                std::string_view message, bool secret,
                                std::span<const std::string> choices) {
  if (!choices.empty())
    return means_yes_or_no(choices) ? ChallengeKind::confirm : ChallengeKind::choice;
  ChallengeKind kind = classify_text(rules, message);
  if (kind == ChallengeKind::unknown && message.size() <= 24) kind = classify_text(rules, caption);
  const bool typed_in_secret = kind == ChallengeKind::mfa_code || kind == ChallengeKind::password;
  return secret && !typed_in_secret ? ChallengeKind::unknown : kind;
}

}  // namespace teamsctl::core
