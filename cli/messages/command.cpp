#include "messages/command.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "teamsctl/json_members.hpp"

namespace teamsctl::cli {
namespace {

/// What people of a dashboard call a user, whatever the argument's name is.
constexpr std::string_view user_name = "userPrincipalName";

/// The member that an argument is. `type` says already which request it is.
std::string_view member_name(const CommandArgument& argument) {
  return argument.name == "type" ? std::string_view("policyType") : argument.name;
}

/// The name by which the client gives this argument, or empty.
std::string given_name(const CommandArgument& argument, MessageFields& fields) {
  std::string found;
  const auto consider = [&](std::string_view name) {
    if (name.empty() || !fields.has(name)) return;
    if (!found.empty()) fields.wrong(name, "it is given as " + camel_name(found) + " as well");
    found = name;
  };
  consider(member_name(argument));
  consider(argument.other);
  if (argument.name == "user" || argument.name == "users") consider(user_name);
  return found;
}

std::vector<std::string> texts_of(const CommandArgument& argument, const std::string& name,
                                  MessageFields& fields) {
  const auto one = [](std::optional<std::string> text) {
    return text ? std::vector<std::string>{std::move(*text)} : std::vector<std::string>{};
  };
  switch (argument.kind) {
    case ArgumentKind::texts:
      return fields.texts(name).value_or(std::vector<std::string>{});
    case ArgumentKind::number:
      if (const std::optional<std::uint64_t> number = fields.number(name))
        return {std::to_string(*number)};
      return {};
    case ArgumentKind::flag:
      if (const std::optional<bool> flag = fields.flag(name)) return {*flag ? "true" : "false"};
      return {};
    case ArgumentKind::duration:
      // Seconds as a number, or a text with its unit.
      if (const auto json = fields.json(name); json && is_whole_number(*json))
        return {std::string(*json)};
      return one(fields.text(name));
    case ArgumentKind::text:
      break;
  }
  return one(fields.text(name));
}

/// The words of the command line, "--number-type: ...", as those of a request: "numberType: ...".
std::string in_our_words(std::string text, const CommandInfo& info) {
  std::vector<const CommandArgument*> arguments;
  for (const CommandArgument& argument : info.arguments) arguments.push_back(&argument);
  // The longest first: --number is the beginning of --number-type.
  std::sort(arguments.begin(), arguments.end(),
            [](auto* a, auto* b) { return a->name.size() > b->name.size(); });
  for (const CommandArgument* argument : arguments) {
    const std::string option = "--" + std::string(argument->name);
    for (std::size_t at = 0; (at = text.find(option, at)) != std::string::npos;)
      text.replace(at, option.size(), camel_name(member_name(*argument)));
  }
  return text;
}

std::optional<Value> value_of(std::string_view json) {
  if (json == "true" || json == "false") return json == "true";
  if (std::optional<std::string> text = json_string_text(json)) return std::move(*text);
  if (is_whole_number(json)) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(json.data(), json.data() + json.size(), number);
    if (error == std::errc()) return number;
    return std::nullopt;
  }
  if (!json.starts_with('[')) return std::nullopt;
  std::vector<std::string> texts;
  for (const std::string_view item : json_items(json)) {
    std::optional<std::string> text = json_string_text(item);
    if (!text) return std::nullopt;
    texts.push_back(std::move(*text));
  }
  return texts;
}

}  // namespace

std::optional<DoRequest> read_table_command(const CommandInfo& info, MessageFields& fields) {
  CommandArguments arguments;
  for (const CommandArgument& argument : info.arguments) {
    const std::string name = given_name(argument, fields);
    std::vector<std::string> texts;
    if (!name.empty()) texts = texts_of(argument, name, fields);
    if (!texts.empty())
      arguments[std::string(argument.name)] = std::move(texts);
    else if (argument.required)
      fields.wrong(member_name(argument), "it is missing");
  }
  DoRequest asked{.request = GetTenant{}, .changes = info.changes};
  if (info.changes) asked.dry_run = fields.flag("dryRun").value_or(false);
  if (fields.problem()) return std::nullopt;
  std::variant<Request, Error> made = request_for(info, arguments);
  if (const Error* error = std::get_if<Error>(&made)) {
    fields.refuse({.code = error->code,
                   .message = in_our_words(error->message, info),
                   .hint = in_our_words(error->hint, info)});
    return std::nullopt;
  }
  asked.request = std::get<Request>(std::move(made));
  return asked;
}

RunScript read_script(MessageFields& fields) {
  RunScript script{.text = fields.text("command").value_or("")};
  if (script.text.find_first_not_of(" \t\r\n") == std::string::npos)
    fields.wrong("command", "it is missing", "Give PowerShell text, such as Get-Date.");
  script.read_only = fields.flag("readOnly").value_or(false);
  return script;
}

Invoke read_invoke(MessageFields& fields) {
  Invoke invoke{.command = fields.text("command").value_or(""), .parameters = {}};
  if (invoke.command.empty())
    fields.wrong("command", "it is missing", "Name a cmdlet, such as Get-CsTenant.");
  const std::optional<std::string_view> parameters = fields.json("parameters");
  if (!parameters) return invoke;
  if (!parameters->starts_with('{')) fields.wrong("parameters", "it is no object");
  for (const JsonMember& member : json_members(*parameters)) {
    std::string name = json_unescaped(member.name);
    std::optional<Value> value = value_of(member.value);
    if (value)
      invoke.parameters.emplace_back(std::move(name), std::move(*value));
    else
      fields.wrong("parameters",
                   "a value is a string, a whole number of 64 bits, true, false or an array of "
                   "strings");
  }
  return invoke;
}

}  // namespace teamsctl::cli
