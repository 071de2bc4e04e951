#include "command_line/help_commands.hpp"

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "command_line/command_app.hpp"
#include "command_line/command_line.hpp"
#include "command_line/completion.hpp"
#include "command_line/help_topic.hpp"
#include "command_line/schema.hpp"
#include "text/nearest.hpp"

namespace teamsctl::cli {
namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// "There is no topic 'mfaa'.", with the one that was meant and all there are.
UsageError no_such(const std::string& what, const std::string& name,
                   const std::vector<std::string>& names) {
  const std::string meant = nearest(name, names);
  return usage("There is no " + what + " '" + name + "'.",
               (meant.empty() ? "" : "Did you mean " + meant + "? ") + std::string("There are: ") +
                   listed(names) + ".");
}

/// One positional argument with a list of words that it may be.
AddedCommand add_word_command(
    CLI::App& app, const OptionShape& shape, const char* name, const char* help,
    std::function<std::variant<Command, UsageError>(const std::vector<std::string>&)> read) {
  CLI::App* command = app.add_subcommand(name, help);
  const auto given = std::make_shared<std::vector<std::string>>();
  command->add_option(shape.name, *given, shape.help)->type_name(shape.value)->expected(0, 1);
  return {command, [given, read = std::move(read)] { return read(*given); }, {shape}};
}

std::vector<std::string> topic_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const HelpTopic& topic : help_topics()) names.emplace_back(topic.name);
  for (const CLI::App* command : commands_below(app)) names.push_back(command->get_name());
  return names;
}

}  // namespace

AddedCommand add_help_command(CLI::App& app) {
  std::vector<std::string> topics;
  for (const HelpTopic& topic : help_topics()) topics.emplace_back(topic.name);
  const OptionShape shape{.name = "topic",
                          .value = "TOPIC",
                          .help = "A command, or one of " + listed(topics),
                          .choices = std::move(topics)};
  return add_word_command(app, shape, "help", "Explain a command or a topic",
                          [](const auto& given) -> std::variant<Command, UsageError> {
                            // A command line on which nothing stands: one that is parsed would
                            // explain the command it was given.
                            const CommandApp program = make_command_app();
                            if (given.empty()) return Command{Information{program.app->help()}};
                            for (const HelpTopic& topic : help_topics())
                              if (topic.name == given.front())
                                return Command{Information{topic.text()}};
                            for (const CLI::App* command : commands_below(*program.app))
                              if (command->get_name() == given.front())
                                return Command{Information{command->help("teamsctl")}};
                            return no_such("topic", given.front(), topic_names(*program.app));
                          });
}

AddedCommand add_schema_command(CLI::App& app) {
  std::vector<std::string> names;
  for (const SchemaName& name : schema_names()) names.emplace_back(name.name);
  const OptionShape shape{
      .name = "of",
      .value = "NAME",
      .help = "A command whose rows are meant, dry-run or error; without it: list them",
      .choices = names};
  return add_word_command(app, shape, "schema",
                          "Print the JSON schema of a command's rows, or of errors",
                          [names](const auto& given) -> std::variant<Command, UsageError> {
                            if (given.empty()) return Command{Information{schema_list()}};
                            for (const SchemaName& name : schema_names())
                              if (name.name == given.front())
                                return Command{Information{std::string(schema_text(name))}};
                            return no_such("schema", given.front(), names);
                          });
}

AddedCommand add_completion_command(CLI::App& app) {
  const std::vector<std::string> shells = completion_shells();
  const OptionShape shape{
      .name = "shell", .value = "SHELL", .help = listed(shells), .choices = shells};
  return add_word_command(
      app, shape, "completion", "Print the script that completes words of teamsctl in a shell",
      [shells](const auto& given) -> std::variant<Command, UsageError> {
        if (given.empty())
          return usage("completion: say for which shell.",
                       "Write completion bash, completion zsh or completion fish.");
        if (std::optional<std::string> script = completion_script(given.front()))
          return Command{Information{std::move(*script)}};
        return no_such("shell", given.front(), shells);
      });
}

}  // namespace teamsctl::cli
