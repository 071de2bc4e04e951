#include "play/result_shape.hpp"

#include <algorithm>
#include <string_view>

#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

/// PowerShell does not distinguish case; the name is written as it was asked for.
Json selected(const Json& whole, const std::vector<std::string>& names) {
  Json part = Json::object();
  for (const std::string& name : names) {
    Json& value = part[name];
    if (!whole.is_object()) continue;
    for (const auto& [member, content] : whole.items())
      if (same_text(member, name)) value = content;
  }
  return part;
}

bool is_named(std::string_view member, const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    if (!name.starts_with('*')) return same_text(member, name);
    name.remove_prefix(1);
    return member.size() >= name.size() &&
           same_text(member.substr(member.size() - name.size()), name);
  });
}

/// What an object is as a text: its name, as the only type that is wanted so has it.
std::string text_of(const Json& object) {
  const auto name = object.find("Name");
  return name != object.end() && name->is_string() ? name->get<std::string>() : dump(object);
}

void truncate(Json& value, unsigned depth, std::uint64_t& truncated) {
  if (!value.is_structured()) return;
  if (depth == 0) {
    ++truncated;
    value = {{"truncated", true}};
    return;
  }
  for (Json& item : value) truncate(item, depth - 1, truncated);
}

}  // namespace

Json shaped(Json value, const ResultShape& shape, std::uint64_t& truncated) {
  if (shape.properties) value = selected(value, *shape.properties);
  if (value.is_object())
    for (auto& [name, content] : value.items())
      if (content.is_object() && is_named(name, shape.strings)) content = text_of(content);
  truncate(value, shape.depth, truncated);
  return value;
}

}  // namespace teamsctl::simulator
