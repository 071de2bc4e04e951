#include "command_line/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "command_line/command_app.hpp"
#include "command_line/flags.hpp"
#include "text/nearest.hpp"

namespace teamsctl::cli {
namespace {

/// "--simulate" takes its scenario only behind an equals sign: the next word is the command.
void add_default_scenario(std::vector<std::string>& arguments) {
  for (std::string& argument : arguments) {
    if (argument == "--") break;
    if (argument == "--simulate") argument = "--simulate=default";
  }
}

/// CLI11 gives "--name=" the next word for its value. In a script that is a variable which is not
/// set, and the next word the command.
void keep_empty_values(std::vector<std::string>& arguments) {
  const auto takes_value = [](const std::string& name) {
    const auto& rows = option_table();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& one) {
      return "--" + one.shape.name == name;
    });
    return row == rows.end() ||
           (row->shape.kind != OptionKind::flag && row->shape.kind != OptionKind::count);
  };
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    const std::string& word = arguments[i];
    if (!word.starts_with("--") || word.find('=') + 1 != word.size()) continue;
    const std::string name = word.substr(0, word.size() - 1);
    if (!takes_value(name)) continue;
    arguments[i] = name;
    arguments.insert(arguments.begin() + static_cast<std::ptrdiff_t>(i) + 1, "");
  }
}

std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n') c = ' ';
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

/// The long names that may stand behind this command, those of the whole program among them.
std::vector<std::string> option_names(const CLI::App* app) {
  std::vector<std::string> names;
  for (; app != nullptr; app = app->get_parent())
    for (const CLI::Option* option : app->get_options())
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

std::string suggestion(const std::string& word, const std::vector<std::string>& names) {
  const std::string meant = nearest(word, names);
  return meant.empty() ? "See teamsctl --help." : "Did you mean " + meant + "?";
}

UsageError unknown_option(const std::string& name, const CLI::App& app, const CLI::App& used) {
  for (const CLI::App* command : commands_below(app)) {
    const std::vector<std::string> names = option_names(command);
    if (std::find(names.begin(), names.end(), name) != names.end())
      return usage(name + " is of no use here.", "It belongs behind " + command->get_name() + ".");
  }
  return usage("There is no option " + name + ".", suggestion(name, option_names(&used)));
}

UsageError unknown(const std::string& word, const CLI::App& app) {
  const std::vector<CLI::App*> parsed = app.get_subcommands();
  const CLI::App& used = parsed.empty() ? app : *parsed.front();
  if (word.starts_with("-") && word != "-")
    return unknown_option(word.substr(0, word.find('=')), app, used);
  std::vector<std::string> names;
  for (const CLI::App* command : commands_below(used)) names.push_back(command->get_name());
  if (names.empty()) return usage("'" + word + "' was not expected.");
  return usage("There is no command '" + word + "'.", suggestion(word, names));
}

}  // namespace

UsageError usage(std::string message, std::string hint) {
  return {
      .error = {.code = ErrorCode::usage, .message = std::move(message), .hint = std::move(hint)}};
}

std::variant<CommandLine, Information, UsageError> read_command_line(
    std::vector<std::string> arguments) {
  CommandApp program = make_command_app();
  CLI::App& app = *program.app;

  try {
    add_default_scenario(arguments);
    keep_empty_values(arguments);
    std::reverse(arguments.begin(), arguments.end());  // that is how CLI11 takes a vector
    app.parse(arguments);
  } catch (const CLI::CallForHelp&) {
    const CLI::App* command = &app;
    std::string name;
    while (!command->get_subcommands().empty()) {
      if (command != &app) name += " " + command->get_name();
      command = command->get_subcommands().front();
    }
    return Information{command == &app ? app.help() : command->help("teamsctl" + name)};
  } catch (const CLI::CallForVersion&) {
    return Information{std::string("teamsctl ") + TEAMSCTL_VERSION + "\n"};
  } catch (const CLI::ParseError& error) {
    return usage(one_line(error.what()) + ".");
  }

  std::vector<std::string> rest = app.remaining(true);
  std::erase(rest, "--");  // CLI11 counts the mark itself among what it does not know
  if (!rest.empty()) return unknown(rest.front(), app);
  CommandLine line;
  for (const auto& [row, option] : program.options) {
    if (option->count() == 0) continue;
    std::variant<std::string, UsageError> text = text_of(*option, row->shape);
    if (UsageError* error = std::get_if<UsageError>(&text)) return std::move(*error);
    line.texts[row->shape.name] = std::get<std::string>(std::move(text));
  }
  for (const AddedCommand& command : program.commands) {
    if (!command.app->parsed()) continue;
    std::variant<Command, UsageError> read = command.read();
    if (UsageError* error = std::get_if<UsageError>(&read)) return std::move(*error);
    line.command = std::get<Command>(std::move(read));
    // What is known already needs neither the environment nor a profile: it is there where those
    // are broken.
    if (Information* information = std::get_if<Information>(&line.command))
      return std::move(*information);
    return line;
  }
  return usage("A command is wanted, such as get-tenant.");
}

}  // namespace teamsctl::cli
