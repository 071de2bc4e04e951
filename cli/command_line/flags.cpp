#include "command_line/flags.hpp"

#include <vector>

namespace teamsctl::cli {

CLI::Option* add_flag(CLI::App& app, const OptionShape& shape, bool hidden) {
  std::string names = "--" + shape.name;
  if (!shape.other.empty())
    names = shape.other.starts_with("--") ? names + "," + shape.other : shape.other + "," + names;
  const bool no_value = shape.kind == OptionKind::flag || shape.kind == OptionKind::count;
  CLI::Option* option = nullptr;
  if (no_value)
    option = app.add_flag(names, shape.help)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  else
    option = app.add_option(names, shape.help)->type_name(shape.value)->expected(1)->take_all();
  return option->group(hidden ? "" : shape.group);
}

std::variant<std::string, UsageError> text_of(const CLI::Option& option, const OptionShape& shape) {
  const std::vector<std::string> texts = option.results();
  if (texts.size() == 1) return texts.front();
  if (shape.kind == OptionKind::flag) return texts.back();
  if (shape.kind == OptionKind::count) {
    std::uint64_t sum = 0;
    for (const std::string& text : texts) sum += parse_count(text).value_or(0);
    return std::to_string(sum);
  }
  return UsageError{.error = {.code = ErrorCode::usage,
                              .message = "--" + shape.name + " is given twice.",
                              .hint = "Give it once."}};
}

}  // namespace teamsctl::cli
