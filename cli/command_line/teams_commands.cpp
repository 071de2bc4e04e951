#include "command_line/teams_commands.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "command_line/change_flags.hpp"
#include "command_line/flags.hpp"

namespace teamsctl::cli {
namespace {

OptionShape shape_of(const CommandArgument& argument) {
  OptionShape shape{.name = std::string(argument.name),
                    .value = std::string(argument.value),
                    .help = std::string(argument.help),
                    .group = std::string(argument.group)};
  if (!argument.other.empty()) shape.other = "--" + std::string(argument.other);
  if (!argument.standard.empty()) shape.help += " (default " + std::string(argument.standard) + ")";
  if (argument.kind == ArgumentKind::flag) shape.kind = OptionKind::flag;
  shape.choices.assign(argument.values.begin(), argument.values.end());
  return shape;
}

CLI::Option* add_argument(CLI::App& command, const CommandArgument& argument) {
  if (!argument.positional) return add_flag(command, shape_of(argument));
  // Not required for CLI11, which would say so in words of its own.
  const std::string help(argument.help);
  return command.add_option(std::string(argument.name), help)
      ->type_name(std::string(argument.value))
      ->expected(-1)
      ->take_all();
}

struct Given {
  std::vector<std::pair<const CommandArgument*, CLI::Option*>> arguments;
  CLI::Option* yes = nullptr;
  CLI::Option* dry_run = nullptr;
};

std::variant<Command, UsageError> read(const CommandInfo& info, const Given& given) {
  TeamsCommand command{.info = &info, .arguments = {}};
  for (const auto& [argument, option] : given.arguments) {
    if (option->count() == 0) continue;
    std::vector<std::string> texts = option->results();
    if (argument->kind == ArgumentKind::flag) texts = {texts.back()};
    command.arguments[std::string(argument->name)] = std::move(texts);
  }
  // Now, so that a mistake is known before anything is started.
  if (std::variant<Request, Error> request = request_for(info, command.arguments);
      Error* error = std::get_if<Error>(&request))
    return UsageError{.error = std::move(*error)};
  command.yes = given.yes != nullptr && given.yes->count() != 0;
  command.dry_run = given.dry_run != nullptr && given.dry_run->count() != 0;
  return Command{std::move(command)};
}

}  // namespace

AddedCommand add_teams_command(CLI::App& app, const CommandInfo& info) {
  CLI::App* command = app.add_subcommand(std::string(info.name), std::string(info.summary));
  const auto given = std::make_shared<Given>();
  for (const CommandArgument& argument : info.arguments)
    given->arguments.emplace_back(&argument, add_argument(*command, argument));
  if (info.changes) add_change_flags(*command, given->yes, given->dry_run);
  std::vector<OptionShape> shapes;
  for (const CommandArgument& argument : info.arguments) shapes.push_back(shape_of(argument));
  return {command, [&info, given] { return read(info, *given); }, std::move(shapes)};
}

void add_change_flags(CLI::App& command, CLI::Option*& yes, CLI::Option*& dry_run) {
  yes = add_flag(command, change_flags()[0]);
  dry_run = add_flag(command, change_flags()[1]);
}

}  // namespace teamsctl::cli
