#include "text/cell_text.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "teamsctl/json_members.hpp"

namespace teamsctl::cli {
namespace {

bool is_nested(std::string_view json) { return json.starts_with('{') || json.starts_with('['); }

std::string scalar_text(std::string_view json) {
  if (std::optional<std::string> text = json_string_text(json)) return std::move(*text);
  return json == "null" ? std::string() : std::string(json);
}

}  // namespace

std::string cell_text(std::string_view json, std::string_view between) {
  json.remove_prefix(std::min(json.find_first_not_of(" \t\r\n"), json.size()));
  if (!is_nested(json)) return scalar_text(json);
  const std::vector<std::string_view> items = json_items(json);
  if (json.front() == '{' || std::any_of(items.begin(), items.end(), is_nested))
    return std::string(json);
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i != 0) text += between;
    text += scalar_text(items[i]);
  }
  return text;
}

}  // namespace teamsctl::cli
