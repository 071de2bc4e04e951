#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "bulk_options.hpp"
#include "flags.hpp"
#include "help.hpp"
#include "nearest.hpp"
#include "teams_commands.hpp"

namespace teamsctl::cli {
namespace {

using Subcommand = AddedCommand;

template <class Value>
Subcommand plain_command(CLI::App& app, const char* name, const char* help) {
  return {app.add_subcommand(name, help), [] { return Command{Value{}}; }};
}

Subcommand run_command(CLI::App& app) {
  CLI::App* run = app.add_subcommand("run", "Run PowerShell text in the signed-in session; its objects are the rows");
  struct Given {
    std::vector<std::string> words;
    RunCommand command;
  };
  const auto given = std::make_shared<Given>();
  run->add_option("text", given->words, "The text; several words are joined with spaces; - reads it from stdin")->type_name("TEXT");
  run->add_option("-f,--file", given->command.file, "Read the text from this file; - is stdin")->type_name("FILE")->group("Text");
  run->add_flag("--read-only", given->command.read_only, "Refuse the text, before any of it runs, when it may change something")->group("Text");
  run->add_flag("--streams", given->command.streams, "With -o ndjson: everything that PowerShell says as records on stdout")->group("Text");
  return {run, [run, given]() -> std::variant<Command, UsageError> {
            RunCommand command = given->command;
            const bool from_file = run->get_option("--file")->count() != 0;
            if (from_file == !given->words.empty())
              return usage(from_file ? "run: give a text or a file, not both." : "run: a text is missing.",
                           "Write teamsctl run -- 'Get-CsTenant', run -f FILE, or run - to read it from stdin.");
            if (from_file && command.file.empty()) return usage("--file: it is empty.", "Give a path.");
            if (given->words.size() == 1 && given->words.front() == "-") command.file = "-";
            // As ssh does with its command.
            for (const std::string& word : given->words) command.text += (command.text.empty() ? "" : " ") + word;
            if (!from_file && command.file.empty() && command.text.find_first_not_of(" \t\r\n") == std::string::npos)
              return usage("run: the text is empty.", "Write teamsctl run -- 'Get-CsTenant'.");
            return Command{std::move(command)};
          }};
}

Subcommand detect_command(CLI::App& app) {
  CLI::App* detect = app.add_subcommand("detect", "Run the prompt rules over recorded console bytes and print what they find");
  const auto given = std::make_shared<DetectOptions>();
  detect->add_option("file", given->file, "File with the bytes; - is stdin (default)")->type_name("FILE");
  return {detect, [given] { return Command{*given}; }};
}

Subcommand config_command(CLI::App& app) {
  CLI::App* config = app.add_subcommand("config", "Show what every option is and why (show), check the file (validate), say where it is (path)");
  const auto given = std::make_shared<ConfigCommand>();
  config->add_flag("--origin", given->origin, "With show: and where each value comes from")->group("Options");
  CLI::App* show = config->add_subcommand("show", "Print the value of every option; of secrets only where they are");
  CLI::App* validate = config->add_subcommand("validate", "Check the configuration file with all its profiles");
  validate->add_option("file", given->file, "File to check (default: the one that would be used)")->type_name("FILE");
  CLI::App* path = config->add_subcommand("path", "Print which configuration file is used");
  return {config, [=]() -> std::variant<Command, UsageError> {
            if (!show->parsed() && !validate->parsed() && !path->parsed())
              return usage("config: say what to do.", "Write config show, config validate or config path.");
            if (given->origin && !show->parsed()) return usage("--origin: that is for config show.");
            given->what = show->parsed()       ? ConfigCommand::What::show
                          : validate->parsed() ? ConfigCommand::What::validate
                                               : ConfigCommand::What::path;
            return Command{*given};
          }};
}

Subcommand logout_command(CLI::App& app) {
  CLI::App* logout = app.add_subcommand("logout", "End the session that login left with the agent");
  const auto given = std::make_shared<LogoutCommand>();
  logout->add_flag("--all", given->all, "Every session of the agent, whoever it is signed in as")->group("Options");
  return {logout, [given] { return Command{*given}; }};
}

Subcommand agent_command(CLI::App& app) {
  CLI::App* agent = app.add_subcommand("agent", "The process that keeps signed-in sessions: start it, ask it, stop it, lock it");
  const auto given = std::make_shared<AgentCommand>();
  agent->add_flag("--foreground", given->foreground, "With start: be the agent in this process, for a supervisor")->group("Options");
  using What = AgentCommand::What;
  const std::vector<std::pair<What, CLI::App*>> all{
      {What::start, agent->add_subcommand("start", "Start it, when none runs; login does so by itself")},
      {What::status, agent->add_subcommand("status", "Print what it says about itself")},
      {What::stop, agent->add_subcommand("stop", "End it with all its sessions")},
      {What::lock, agent->add_subcommand("lock", "Let nobody use it until it is unlocked with the same passphrase")},
      {What::unlock, agent->add_subcommand("unlock", "Let it be used again")},
  };
  return {agent, [given, all]() -> std::variant<Command, UsageError> {
            const auto chosen = std::find_if(all.begin(), all.end(), [](const auto& one) { return one.second->parsed(); });
            if (chosen == all.end()) return usage("agent: say what to do.", "Write agent start, status, stop, lock or unlock.");
            given->what = chosen->first;
            if (given->foreground && given->what != What::start) return usage("--foreground: that is for agent start.");
            return Command{*given};
          }};
}

/// "--simulate" takes its scenario only behind an equals sign: the next word is the command.
void add_default_scenario(std::vector<std::string>& arguments) {
  for (std::string& argument : arguments) {
    if (argument == "--") break;
    if (argument == "--simulate") argument = "--simulate=default";
  }
}

/// CLI11 gives "--name=" the next word for its value. In a script that is a variable which is not set, and the next word the command.
void keep_empty_values(std::vector<std::string>& arguments) {
  const auto takes_value = [](const std::string& name) {
    const auto& rows = option_table();
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const OptionRow& one) { return "--" + one.shape.name == name; });
    return row == rows.end() || (row->shape.kind != OptionKind::flag && row->shape.kind != OptionKind::count);
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

std::vector<const CLI::App*> commands_below(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
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
  if (word.starts_with("-") && word != "-") return unknown_option(word.substr(0, word.find('=')), app, used);
  std::vector<std::string> names;
  for (const CLI::App* command : commands_below(used)) names.push_back(command->get_name());
  if (names.empty()) return usage("'" + word + "' was not expected.");
  return usage("There is no command '" + word + "'.", suggestion(word, names));
}

}  // namespace

UsageError usage(std::string message, std::string hint) {
  return {.error = {.code = ErrorCode::usage, .message = std::move(message), .hint = std::move(hint)}};
}

std::variant<CommandLine, Information, UsageError> read_command_line(std::vector<std::string> arguments) {
  CLI::App app(description, "teamsctl");
  app.formatter(std::make_shared<HelpFormatter>());
  app.footer(footer);
  app.set_version_flag("--version", std::string("teamsctl ") + TEAMSCTL_VERSION, "Print the version and exit");
  app.fallthrough();
  // What nobody knows is looked at below, where the word that was meant can be named.
  app.allow_extras();
  app.require_subcommand(0, 1);
  std::vector<std::pair<const OptionRow*, CLI::Option*>> options;
  for (const OptionRow& row : option_table())
    if (row.is_flag) options.emplace_back(&row, add_flag(app, row.shape, row.secret != nullptr));

  std::vector<Subcommand> commands;
  for (const CommandInfo& info : teamsctl::commands()) commands.push_back(add_teams_command(app, info));
  for (Subcommand& more : std::vector<Subcommand>{
      add_bulk_assign_command(app),
      run_command(app),
      plain_command<LoginCommand>(app, "login", "Sign in, say as whom, and leave the session with the agent"),
      plain_command<StatusCommand>(app, "status", "Say who is signed in, and until when"),
      logout_command(app),
      agent_command(app),
      plain_command<DoctorCommand>(app, "doctor", "Look at all that a sign-in needs and say what is wrong"),
      detect_command(app),
      config_command(app),
  })
    commands.push_back(std::move(more));

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
  for (const auto& [row, option] : options) {
    if (option->count() == 0) continue;
    std::variant<std::string, UsageError> text = text_of(*option, row->shape);
    if (UsageError* error = std::get_if<UsageError>(&text)) return std::move(*error);
    line.texts[row->shape.name] = std::get<std::string>(std::move(text));
  }
  for (const Subcommand& command : commands) {
    if (!command.app->parsed()) continue;
    std::variant<Command, UsageError> read = command.read();
    if (UsageError* error = std::get_if<UsageError>(&read)) return std::move(*error);
    line.command = std::get<Command>(std::move(read));
    return line;
  }
  return usage("A command is wanted, such as get-tenant.");
}

}  // namespace teamsctl::cli
