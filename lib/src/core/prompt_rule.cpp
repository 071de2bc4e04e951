#include "core/prompt_rule.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>
#include <utility>

#include "core/freer.hpp"

namespace teamsctl::core {
namespace {

// About a millisecond of searching; an honest prompt needs a hundredth of it.
constexpr std::uint32_t match_limit = 200'000;
constexpr std::uint32_t depth_limit = 2'000;
constexpr std::uint32_t heap_limit_kib = 4 * 1024;
constexpr std::size_t context_bytes = 200;
constexpr std::size_t most_rules = 1000;
constexpr std::size_t longest_pattern = 32 * 1024;

using Code = std::unique_ptr<pcre2_code, Freer<pcre2_code_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Freer<pcre2_match_data_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Freer<pcre2_match_context_free>>;
using JitStack = std::unique_ptr<pcre2_jit_stack, Freer<pcre2_jit_stack_free>>;

PCRE2_SPTR bytes_of(std::string_view text) { return reinterpret_cast<PCRE2_SPTR>(text.data()); }

std::string message_of(int code) {
  std::array<PCRE2_UCHAR, 256> buffer{};
  pcre2_get_error_message(code, buffer.data(), buffer.size());
  return reinterpret_cast<const char*>(buffer.data());
}

bool is_limit(int code) {
  return code == PCRE2_ERROR_MATCHLIMIT || code == PCRE2_ERROR_DEPTHLIMIT ||
         code == PCRE2_ERROR_HEAPLIMIT || code == PCRE2_ERROR_JIT_STACKLIMIT ||
         code == PCRE2_ERROR_NOMEMORY;
}

std::size_t character_at(std::string_view text, std::size_t at) {
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) ++at;
  return at;
}

/// The value of a named group that took part in the match; a name may stand in several
/// alternatives.
std::string group(pcre2_match_data* data, const char* name) {
  PCRE2_UCHAR* found = nullptr;
  PCRE2_SIZE length = 0;
  if (pcre2_substring_get_byname(data, reinterpret_cast<PCRE2_SPTR>(name), &found, &length) != 0)
    return {};
  std::string value(reinterpret_cast<const char*>(found), length);
  pcre2_substring_free(found);
  return value;
}

/// Without machine code the interpreter matches, under the same limits. PCRE2's compiler for it
/// does not survive that it gets no memory, so it is only used where there is some to spare.
void compile_to_machine_code(pcre2_code& code) {
  constexpr std::size_t room = 4u << 20;
  const std::unique_ptr<char[]> there_is_room(new (std::nothrow) char[room]);
  if (there_is_room) pcre2_jit_compile(&code, PCRE2_JIT_COMPLETE);
}

}  // namespace

struct PromptRules::State {
  struct Compiled {
    PromptRule rule;
    Code code;
    Code context;  // null without one
    bool enabled = true;
  };
  std::vector<Compiled> rules;
  JitStack stack;
  MatchContext context;
  MatchData data;
  std::vector<std::string> disabled;

  int search(const pcre2_code* code, std::string_view text, std::size_t from) const {
    return pcre2_match(code, bytes_of(text), text.size(), from, PCRE2_NO_UTF_CHECK, data.get(),
                       context.get());
  }
  void disable(Compiled& compiled, int why) {
    compiled.enabled = false;
    std::string name = compiled.rule.name;
    if (!is_limit(why)) name += " (" + message_of(why) + ")";
    disabled.push_back(std::move(name));
  }
};

PromptRules::PromptRules(std::unique_ptr<State> state) : state_(std::move(state)) {}
PromptRules::PromptRules(PromptRules&&) noexcept = default;
PromptRules& PromptRules::operator=(PromptRules&&) noexcept = default;
PromptRules::~PromptRules() = default;

std::variant<PromptRules, RuleError> PromptRules::compile(std::span<const PromptRule> rules) {
  if (rules.size() > most_rules)
    return RuleError{
        .rule = rules[most_rules].name, .message = "more than 1,000 prompt rules", .offset = 0};
  auto state = std::make_unique<State>();
  state->stack.reset(pcre2_jit_stack_create(32 * 1024, 512 * 1024, nullptr));
  state->context.reset(pcre2_match_context_create(nullptr));
  state->data.reset(pcre2_match_data_create(32, nullptr));
  pcre2_set_match_limit(state->context.get(), match_limit);
  pcre2_set_depth_limit(state->context.get(), depth_limit);
  pcre2_set_heap_limit(state->context.get(), heap_limit_kib);
  pcre2_jit_stack_assign(state->context.get(), nullptr, state->stack.get());

  constexpr std::uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_MULTILINE |
                                    PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C;
  for (const PromptRule& rule : rules) {
    const auto refuse = [&](std::string why, std::size_t offset) {
      return RuleError{.rule = rule.name, .message = std::move(why), .offset = offset};
    };
    if (rule.pattern.size() > longest_pattern)
      return refuse("pattern longer than 32 KiB", longest_pattern);
    int error = 0;
    PCRE2_SIZE offset = 0;
    // The rule's own text is compiled first, so that the offset of an error is one in it.
    Code code(pcre2_compile(bytes_of(rule.pattern), rule.pattern.size(), options, &error, &offset,
                            nullptr));
    if (code == nullptr) return refuse(message_of(error), offset);
    std::uint32_t matches_empty = 0;
    pcre2_pattern_info(code.get(), PCRE2_INFO_MATCHEMPTY, &matches_empty);
    if (matches_empty != 0) return refuse("pattern matches the empty string", 0);
    if (rule.where == PromptRule::Where::unfinished_line) {
      const std::string anchored = "(?:" + rule.pattern + R"()[\s_]*+\z)";
      code.reset(
          pcre2_compile(bytes_of(anchored), anchored.size(), options, &error, &offset, nullptr));
      // Possible when the pattern starts with a verb such as (*LIMIT_MATCH=1) or ends in a comment.
      if (code == nullptr) return refuse(message_of(error), 0);
    }
    Code context;
    if (!rule.context.empty()) {
      context.reset(pcre2_compile(bytes_of(rule.context), rule.context.size(), options, &error,
                                  &offset, nullptr));
      if (context == nullptr) return refuse("context: " + message_of(error), offset);
      compile_to_machine_code(*context);
    }
    compile_to_machine_code(*code);
    state->rules.push_back(
        {.rule = rule, .code = std::move(code), .context = std::move(context), .enabled = true});
  }
  return PromptRules(std::move(state));
}

std::shared_ptr<PromptRules> PromptRules::built_in() {
  auto compiled = compile(built_in_prompt_rules());
  return std::make_shared<PromptRules>(std::get<PromptRules>(std::move(compiled)));
}

std::variant<PromptRules, RuleError> PromptRules::with_built_in(std::span<const PromptRule> first) {
  std::vector<PromptRule> all(first.begin(), first.end());
  const std::span<const PromptRule> own = built_in_prompt_rules();
  all.insert(all.end(), own.begin(), own.end());
  return compile(all);
}

std::size_t PromptRules::size() const noexcept { return state_->rules.size(); }
const PromptRule& PromptRules::rule(std::size_t index) const {
  return state_->rules.at(index).rule;
}
bool PromptRules::enabled(std::size_t index) const { return state_->rules.at(index).enabled; }

std::optional<PromptRules::Match> PromptRules::match(std::size_t index, std::string_view text,
                                                     std::size_t from) const {
  State::Compiled& compiled = state_->rules.at(index);
  if (!compiled.enabled || from > text.size()) return std::nullopt;
  if (!compiled.rule.needs.empty() &&
      text.find(compiled.rule.needs, from) == std::string_view::npos)
    return std::nullopt;
  // Most text lacks the context altogether, and that is quick to see.
  if (compiled.context != nullptr &&
      state_->search(compiled.context.get(), text, 0) == PCRE2_ERROR_NOMATCH)
    return std::nullopt;
  const PCRE2_SIZE* vector = pcre2_get_ovector_pointer(state_->data.get());
  for (;;) {
    const int found = state_->search(compiled.code.get(), text, from);
    if (found == PCRE2_ERROR_NOMATCH) return std::nullopt;
    if (found < 0) {
      state_->disable(compiled, found);
      return std::nullopt;
    }
    const std::size_t begin = vector[0];
    const std::size_t end = vector[1];
    if (begin >= end) return std::nullopt;  // \K in an assertion can turn it round
    if (compiled.context == nullptr) break;
    const std::size_t first = character_at(text, begin - std::min(begin, context_bytes));
    const std::size_t last = character_at(text, std::min(text.size(), end + context_bytes));
    const int around = state_->search(compiled.context.get(), text.substr(first, last - first), 0);
    if (around >= 0) {
      if (state_->search(compiled.code.get(), text, from) < 0)
        return std::nullopt;  // for the groups
      break;
    }
    if (around != PCRE2_ERROR_NOMATCH) {
      state_->disable(compiled, around);
      return std::nullopt;
    }
    from = end;
  }
  Match match{.begin = vector[0], .end = vector[1], .code = {}, .url = {}, .message = {}};
  match.code = group(state_->data.get(), "code");
  if (match.code.empty()) match.code = group(state_->data.get(), "number");
  match.url = group(state_->data.get(), "url");
  match.message = group(state_->data.get(), "message");
  return match;
}

std::vector<std::string> PromptRules::take_disabled() {
  return std::exchange(state_->disabled, {});
}

}  // namespace teamsctl::core

namespace teamsctl {

std::optional<Error> check_prompt_rules(std::span<const PromptRule> rules) {
  const auto compiled = core::PromptRules::compile(rules);
  const auto* wrong = std::get_if<core::RuleError>(&compiled);
  if (wrong == nullptr) return std::nullopt;
  return Error{.code = ErrorCode::usage,
               .message = "The prompt rule '" + wrong->rule +
                          "' cannot be used: " + wrong->message + ", at byte " +
                          std::to_string(wrong->offset) + " of its pattern.",
               .hint = "Patterns are those of PCRE2: pcre2pattern(3)."};
}

}  // namespace teamsctl
