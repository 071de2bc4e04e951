#include "command_line/completion_model.hpp"

#include <algorithm>
#include <optional>

#include "command_line/schema.hpp"
#include "options/option_table.hpp"
#include "teamsctl/commands.hpp"
#include "teamsctl/simulator.hpp"

namespace teamsctl::cli {
namespace {

std::optional<OptionShape> shape_named(const std::vector<OptionShape>& shapes,
                                       const std::string& name) {
  const auto found = std::find_if(shapes.begin(), shapes.end(),
                                  [&](const OptionShape& one) { return one.name == name; });
  return found == shapes.end() ? std::nullopt : std::optional(*found);
}

std::optional<OptionShape> program_shape(const std::string& name) {
  for (const OptionRow& row : option_table())
    if (row.shape.name == name) return row.shape;
  return std::nullopt;
}

std::vector<std::string> scenarios() {
  const std::vector<std::string_view> names = built_in_scenarios();
  return {names.begin(), names.end()};
}

CompletedValue value_of(const OptionShape& shape) {
  CompletedValue value{.name = shape.value, .words = shape.choices};
  switch (shape.kind) {
    case OptionKind::path:
    case OptionKind::program:
      value.files = true;
      break;
    case OptionKind::scenario:
      value.name = "SCENARIO";  // "[=SCENARIO]" is for --help
      value.words = scenarios();
      value.files = true;
      break;
    case OptionKind::flag:
    case OptionKind::count:
      value.name.clear();
      break;
    default:
      break;
  }
  return value;
}

/// Of what has no shape the name of its value tells.
CompletedValue value_by_name(const std::string& name) {
  return {.name = name, .words = {}, .files = name == "FILE" || name == "PATH"};
}

CompletedValue value_of(const CLI::Option& option, const std::vector<OptionShape>& shapes) {
  const std::string name =
      option.get_lnames().empty() ? option.get_single_name() : option.get_lnames().front();
  std::optional<OptionShape> shape = shape_named(shapes, name);
  if (!shape) shape = program_shape(name);
  return shape ? value_of(*shape) : value_by_name(option.get_type_name());
}

CompletedOption option_of(const CLI::Option& option, const std::vector<OptionShape>& shapes) {
  CompletedOption made{.names = {}, .help = option.get_description()};
  for (const std::string& name : option.get_snames()) made.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) made.names.push_back("--" + name);
  // Flags have room for no text; --help and --version too.
  made.takes_value = option.get_items_expected_max() > 0 && option.get_type_size() != 0;
  if (made.takes_value) made.value = value_of(option, shapes);
  return made;
}

CompletedCommand command_of(const CLI::App& app, const std::vector<OptionShape>& shapes) {
  CompletedCommand made{.name = app.get_name(), .help = app.get_description()};
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_positional())
      made.arguments.push_back(value_of(*option, shapes));
    else
      made.options.push_back(option_of(*option, shapes));
  }
  for (const CLI::App* below : commands_below(app))
    made.commands.push_back(command_of(*below, shapes));
  return made;
}

void repeat(CompletedCommand& command, const CommandInfo& info) {
  for (CompletedOption& option : command.options)
    for (const CommandArgument& argument : info.arguments)
      if (option.names.front() == "--" + std::string(argument.name) &&
          argument.kind == ArgumentKind::texts) {
        option.repeats = true;
        option.value.list = option.value.known();
      }
}

/// --fields is an option of the program, but which fields there are is a matter of the command.
void name_fields(CompletedCommand& command, const CompletedOption& fields) {
  CompletedOption own = fields;
  own.value.words = schema_properties(command.name);
  own.value.list = true;
  if (own.value.known()) command.options.push_back(std::move(own));
}

}  // namespace

CompletedCommand completion_model(const CommandApp& program) {
  CompletedCommand root = command_of(*program.app, {});
  root.commands.clear();
  std::vector<std::string> names;
  for (const CLI::App* command : commands_below(*program.app)) names.push_back(command->get_name());
  const auto fields =
      std::find_if(root.options.begin(), root.options.end(),
                   [](const CompletedOption& one) { return one.names.back() == "--fields"; });
  for (CompletedOption& option : root.options) {
    const std::string& name = option.names.back();
    option.only_with_equals = name == "--simulate";
    option.repeats = name == "--verbose";
  }
  for (const AddedCommand& added : program.commands) {
    CompletedCommand command = command_of(*added.app, added.shapes);
    if (const CommandInfo* info = find_command(command.name)) repeat(command, *info);
    if (fields != root.options.end()) name_fields(command, *fields);
    if (command.name == "help" && !command.arguments.empty())
      command.arguments.front().words.insert(command.arguments.front().words.end(), names.begin(),
                                             names.end());
    root.commands.push_back(std::move(command));
  }
  return root;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : between).append(word);
  return text;
}

std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return out + "'";
}

}  // namespace teamsctl::cli
