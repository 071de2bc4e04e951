#include "messages/fields.hpp"

#include <algorithm>
#include <utility>

#include "teamsctl/text_values.hpp"

namespace teamsctl::cli {
namespace {

constexpr std::size_t longest_shown = 64;

bool is_string(std::string_view json) { return json.starts_with('"'); }

/// A name that a client made up, as an error may show it.
std::string shown(std::string name) {
  if (name.size() <= longest_shown) return name;
  name.resize(longest_shown);
  while (!name.empty() && (name.back() & 0x80) != 0) name.pop_back();
  return name + "...";
}

Secret secret_of(std::string_view string) {
  const std::string_view inner = string.substr(1, string.size() - 2);
  if (inner.find('\\') == std::string_view::npos) return Secret(inner);
  std::string plain = json_unescaped(inner);
  Secret secret(plain);
  wipe(plain);
  return secret;
}

}  // namespace

std::string camel_name(std::string_view name) {
  std::string camel;
  bool next = false;
  for (const char c : name) {
    if (c == '-' || c == '_') {
      next = true;
      continue;
    }
    camel += next && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    next = false;
  }
  return camel;
}

bool is_whole_number(std::string_view json) {
  if (json.starts_with('-')) json.remove_prefix(1);
  return !json.empty() &&
         std::all_of(json.begin(), json.end(), [](char c) { return c >= '0' && c <= '9'; });
}

MessageFields::MessageFields(std::string_view object, std::string place)
    : place_(std::move(place)) {
  for (const JsonMember& member : json_members(object)) {
    std::string name = camel_name(json_unescaped(member.name));
    if (find(name) != nullptr) wrong(name, "it is there twice");
    fields_.push_back({.name = std::move(name), .value = member.value});
  }
}

MessageFields::Field* MessageFields::find(std::string_view name) {
  const std::string wanted = camel_name(name);
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const Field& field) { return field.name == wanted; });
  return found == fields_.end() ? nullptr : &*found;
}

std::optional<std::string_view> MessageFields::json(std::string_view name) {
  Field* field = find(name);
  if (field == nullptr) return std::nullopt;
  field->taken = true;
  if (field->value == "null") return std::nullopt;
  return field->value;
}

std::optional<std::string> MessageFields::text(std::string_view name) {
  const std::optional<std::string_view> value = json(name);
  if (!value) return std::nullopt;
  if (!is_string(*value)) {
    wrong(name, "it is no string");
    return std::nullopt;
  }
  return json_string_text(*value);
}

std::optional<Secret> MessageFields::secret(std::string_view name) {
  const std::optional<std::string_view> value = json(name);
  if (!value) return std::nullopt;
  if (!is_string(*value)) {
    wrong(name, "it is no string");
    return std::nullopt;
  }
  return secret_of(*value);
}

std::optional<bool> MessageFields::flag(std::string_view name) {
  const std::optional<std::string_view> value = json(name);
  if (!value) return std::nullopt;
  if (*value == "true" || *value == "false") return *value == "true";
  wrong(name, "it is neither true nor false");
  return std::nullopt;
}

std::optional<std::uint64_t> MessageFields::number(std::string_view name) {
  const std::optional<std::string_view> value = json(name);
  if (!value) return std::nullopt;
  std::optional<std::uint64_t> number = parse_number(*value);
  if (!number) wrong(name, "it is no whole number from 0");
  return number;
}

std::optional<std::vector<std::string>> MessageFields::texts(std::string_view name) {
  const std::optional<std::string_view> value = json(name);
  if (!value) return std::nullopt;
  if (is_string(*value)) return std::vector<std::string>{*json_string_text(*value)};
  std::vector<std::string> all;
  bool good = value->starts_with('[');
  for (const std::string_view item : json_items(*value)) {
    std::optional<std::string> text = json_string_text(item);
    good = good && text;
    if (text) all.push_back(std::move(*text));
  }
  if (good) return all;
  wrong(name, "it is neither a string nor an array of strings");
  return std::nullopt;
}

void MessageFields::wrong(std::string_view name, const std::string& what, std::string hint) {
  refuse({.code = ErrorCode::usage,
          .message = place_ + shown(camel_name(name)) + ": " + what + ".",
          .hint = hint.empty() ? "See teamsctl-serve(7)." : std::move(hint)});
}

void MessageFields::refuse(Error error) {
  if (!problem_) problem_ = std::move(error);
}

std::optional<Error> MessageFields::problem() const {
  if (problem_) return problem_;
  for (const Field& field : fields_)
    if (!field.taken)
      return Error{.code = ErrorCode::usage,
                   .message = "There is no member " + place_ + shown(field.name) + " here.",
                   .hint = "See teamsctl-serve(7)."};
  return std::nullopt;
}

}  // namespace teamsctl::cli
