#include "options/effective_options.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "options/option_table.hpp"
#include "text/json_text.hpp"

namespace teamsctl::cli {
namespace {

std::string as_json(const OptionShape& shape, const std::string& text) {
  nlohmann::json value = text;
  if (shape.kind == OptionKind::flag) value = *parse_flag(text);
  if (shape.kind == OptionKind::number || shape.kind == OptionKind::descriptor)
    value = *parse_number(text);
  if (shape.kind == OptionKind::count) value = *parse_count(text);
  return json_text(value);
}

EffectiveOption secret_itself(const OptionRow& row, const GivenOptions& given,
                              GivenSecrets& secrets) {
  const std::string variable = variable_name(row.secret->name);
  EffectiveOption option{.option = row.shape.name, .value = "\"set\"", .origin = "default"};
  if (given.contains(row.shape.name))
    option.origin = "flag";
  else if (const std::optional<Secret> value = secrets.environment.take(variable);
           value && !value->empty())
    option.origin = "environment " + variable;
  else if (const std::string file = credential_file(row.secret->name); !file.empty())
    option.origin = "credentials directory (" + file + ")";
  else
    option.value = "null";
  return option;
}

}  // namespace

std::vector<EffectiveOption> effective_options(const GivenOptions& given, GivenSecrets& secrets) {
  std::vector<EffectiveOption> options;
  for (const OptionRow& row : option_table()) {
    const auto option = given.find(row.shape.name);
    if (row.secret != nullptr && row.form == SecretForm::argument)
      options.push_back(secret_itself(row, given, secrets));
    else if (option != given.end())
      options.push_back({.option = row.shape.name,
                         .value = as_json(row.shape, option->second.text),
                         .origin = option->second.shown});
    else
      options.push_back(
          {.option = row.shape.name,
           .value = row.shape.standard.empty() ? "null" : as_json(row.shape, row.shape.standard),
           .origin = "default"});
  }
  return options;
}

}  // namespace teamsctl::cli
