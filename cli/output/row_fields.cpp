#include "output/row_fields.hpp"

#include <algorithm>
#include <optional>
#include <span>

namespace teamsctl::cli {
namespace {

using Steps = std::span<const std::string>;
using Value = std::optional<std::string_view>;

/// The first character of the value, which tells its kind.
char kind_of(std::string_view json) {
  const std::size_t at = json.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? '\0' : json[at];
}

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_but_for_case(std::string_view one, std::string_view other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](char a, char b) { return small(a) == small(b); });
}

template <class Same>
Value member_where(const std::vector<JsonMember>& members, Same same) {
  for (const JsonMember& member : members) {
    const bool plain = member.name.find('\\') == std::string_view::npos;
    if (plain ? same(member.name) : same(json_unescaped(member.name))) return member.value;
  }
  return std::nullopt;
}

Value member_of(const std::vector<JsonMember>& members, std::string_view name) {
  if (const Value exact =
          member_where(members, [&](std::string_view other) { return other == name; }))
    return exact;
  return member_where(members,
                      [&](std::string_view other) { return same_but_for_case(other, name); });
}

Value walk(std::string_view json, Steps steps, std::string& made);

/// What the items have at the end of the path, as one list.
std::string_view list_of(const std::vector<std::string_view>& items, Steps steps,
                         std::string& made) {
  std::string list = "[";
  const auto append = [&](std::string_view value) {
    list.append(list.size() == 1 ? "" : ",").append(value);
  };
  for (const std::string_view item : items) {
    std::string made_below;
    const Value value = walk(item, steps, made_below);
    if (!value) continue;
    if (kind_of(*value) == '[')
      for (const std::string_view inner : json_items(*value)) append(inner);
    else
      append(*value);
  }
  made = list + "]";
  return made;
}

Value walk(std::string_view json, Steps steps, std::string& made) {
  for (; !steps.empty(); steps = steps.subspan(1)) {
    const char kind = kind_of(json);
    Value next;
    if (kind == '{') {
      next = member_of(json_members(json), steps.front());
    } else if (kind == '[') {
      const std::vector<std::string_view> items = json_items(json);
      const std::optional<std::uint64_t> index = parse_number(steps.front());
      if (!index) return list_of(items, steps, made);
      if (*index < items.size()) next = items[static_cast<std::size_t>(*index)];
    }
    if (!next) return std::nullopt;
    json = *next;
  }
  return json;
}

}  // namespace

RowFields::RowFields(std::string_view json)
    : json_(json), members_(json_members(json)), is_object_(kind_of(json) == '{') {}

std::string_view RowFields::value(const FieldPath& path, std::string& made) const {
  const Steps steps = path.steps;
  Value found;
  if (!is_object_)
    found = walk(json_, steps, made);
  else if (const Value first = member_of(members_, steps.front()))
    found = walk(*first, steps.subspan(1), made);
  return found.value_or("null");
}

}  // namespace teamsctl::cli
