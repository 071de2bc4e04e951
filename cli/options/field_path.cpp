#include "options/field_path.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace teamsctl::cli {
namespace {

constexpr const char* example =
    "Name them with commas between, such as TelephoneNumber,City,Tag.0.";

/// Up to the next `end` that no backslash stands before; takes it and the end away from `text`.
std::string_view take_until(std::string_view& text, char end) {
  std::size_t at = 0;
  while (at < text.size() && text[at] != end) at += text[at] == '\\' ? 2 : 1;
  at = std::min(at, text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return part;
}

std::string without_backslashes(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 1 < text.size()) ++at;
    out += text[at];
  }
  return out;
}

bool ends_in_backslash(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && text[text.size() - 1 - count] == '\\') ++count;
  return count % 2 == 1;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  // A blank behind a backslash is meant.
  while (text.ends_with(' ') && !ends_in_backslash(text.substr(0, text.size() - 1)))
    text.remove_suffix(1);
  return text;
}

std::optional<FieldPath> path_of(std::string_view text) {
  FieldPath path{.name = without_backslashes(text), .steps = {}};
  const bool ends_in_dot =
      text.ends_with('.') && !ends_in_backslash(text.substr(0, text.size() - 1));
  if (text.empty() || ends_in_dot) return std::nullopt;
  while (!text.empty()) {
    path.steps.push_back(without_backslashes(take_until(text, '.')));
    if (path.steps.back().empty()) return std::nullopt;
  }
  return path;
}

}  // namespace

std::variant<std::vector<FieldPath>, Problem> parse_fields(std::string_view text) {
  if (ends_in_backslash(text))
    return Problem{"nothing stands behind the last backslash.", "Write \\\\ for a backslash."};
  std::vector<FieldPath> paths;
  // A comma at the end is followed by one more field, an empty one.
  for (bool more = true; more;) {
    const std::size_t before = text.size();
    const std::string_view part = take_until(text, ',');
    more = part.size() < before;
    std::optional<FieldPath> path = path_of(trimmed(part));
    if (!path) return Problem{"the name of a field is empty.", example};
    const bool twice = std::any_of(paths.begin(), paths.end(), [&](const FieldPath& other) {
      return other.name == path->name;
    });
    if (twice) return Problem{"'" + path->name + "' is named twice.", "Name it once."};
    paths.push_back(std::move(*path));
  }
  return paths;
}

FieldPath whole_name(std::string name) {
  FieldPath path{.name = name, .steps = {}};
  path.steps.push_back(std::move(name));
  return path;
}

}  // namespace teamsctl::cli
