#include "options/option_values.hpp"

#include <fcntl.h>

#include <algorithm>
#include <climits>
#include <utility>

#include "jq/jq_filter.hpp"
#include "options/field_path.hpp"

namespace teamsctl::cli {
namespace {

std::string quoted(const std::string& text) { return "'" + text + "'"; }

std::string listed(const std::vector<std::string>& words) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i)
    list += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  return list;
}

std::optional<Problem> wrong_number(const OptionShape& shape, const std::string& text,
                                    std::optional<std::uint64_t> number) {
  if (number && *number >= shape.least && *number <= shape.most) return std::nullopt;
  const std::string range = std::to_string(shape.least) + " to " + std::to_string(shape.most);
  return Problem{quoted(text) + (number ? " is not from " + range + "." : " is not a number."),
                 shape.most == UINT64_MAX ? "Write digits." : "Give a number from " + range + "."};
}

std::optional<Problem> wrong_descriptor(const std::string& text) {
  const std::optional<std::uint64_t> number = parse_number(text);
  if (!number || *number > INT_MAX)
    return Problem{quoted(text) + " is not the number of a descriptor.",
                   "Write a number, such as 3."};
  const int flags = ::fcntl(static_cast<int>(*number), F_GETFL);
  if (flags >= 0 && (flags & O_ACCMODE) != O_WRONLY) return std::nullopt;
  return Problem{"descriptor " + text + (flags < 0 ? " is not open." : " is not open for reading."),
                 "Open it for this program, such as " + text + "<FILE in a shell."};
}

std::optional<Problem> wrong_variable(const std::string& text) {
  const auto is_word = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_word) &&
      !(text[0] >= '0' && text[0] <= '9'))
    return std::nullopt;
  // Not repeated: somebody may have written the secret itself there.
  return Problem{"that is not the name of an environment variable.",
                 "Give the name of the variable, not what is in it."};
}

std::optional<Problem> wrong_expression(const std::string& text) {
  if (text.empty()) return Problem{"it is empty.", "Write an expression; . changes nothing."};
  const std::optional<JqMistake> mistake = jq_mistake(text);
  if (!mistake) return std::nullopt;
  return Problem{mistake->message + ".",
                 "See jq(1) for expressions; put this one in single quotes in a shell."};
}

}  // namespace

std::optional<Problem> wrong_with(const OptionShape& shape, const std::string& text) {
  switch (shape.kind) {
    case OptionKind::text:
    case OptionKind::scenario:
      return std::nullopt;
    case OptionKind::path:
    case OptionKind::program:
    case OptionKind::command:
      if (!text.empty()) return std::nullopt;
      return Problem{"it is empty.",
                     shape.kind == OptionKind::command ? "Give a command." : "Give a path."};
    case OptionKind::flag:
      if (parse_flag(text)) return std::nullopt;
      return Problem{quoted(text) + " is neither true nor false.",
                     "Write true, yes, on or 1, or false, no, off or 0."};
    case OptionKind::count:
      return wrong_number(shape, text, parse_count(text));
    case OptionKind::number:
      return wrong_number(shape, text, parse_number(text));
    case OptionKind::duration:
      if (parse_duration(text)) return std::nullopt;
      return Problem{quoted(text) + " is not a duration.",
                     "Write 500ms, 90s, 2m or 1h; a bare number is seconds."};
    case OptionKind::rate:
      if (parse_rate(text)) return std::nullopt;
      return Problem{quoted(text) + " is not a rate.", "Write 5/s, 100/m or 1000/h."};
    case OptionKind::choice:
      if (std::find(shape.choices.begin(), shape.choices.end(), text) != shape.choices.end())
        return std::nullopt;
      return Problem{quoted(text) + " is not " + listed(shape.choices) + ".",
                     "Write " + listed(shape.choices) + "."};
    case OptionKind::descriptor:
      return wrong_descriptor(text);
    case OptionKind::variable:
      return wrong_variable(text);
    case OptionKind::fields: {
      auto paths = parse_fields(text);
      if (Problem* problem = std::get_if<Problem>(&paths)) return std::move(*problem);
      return std::nullopt;
    }
    case OptionKind::jq:
      return wrong_expression(text);
  }
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> parse_rate(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::optional<std::uint64_t> count = parse_number(text.substr(0, slash));
  const std::string_view unit = text.substr(slash + 1);
  const std::uint64_t whole = unit == "s"   ? 1'000
                              : unit == "m" ? 60'000
                              : unit == "h" ? 3'600'000
                                            : 0;
  if (!count || *count == 0 || whole == 0) return std::nullopt;
  return std::chrono::milliseconds((whole + *count - 1) / *count);
}

std::optional<std::uint64_t> parse_count(std::string_view text) {
  if (const std::optional<std::uint64_t> number = parse_number(text)) return number;
  if (const std::optional<bool> flag = parse_flag(text)) return *flag ? 1 : 0;
  return std::nullopt;
}

}  // namespace teamsctl::cli
