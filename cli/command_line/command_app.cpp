#include "command_line/command_app.hpp"

#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "command_line/agent_options.hpp"
#include "command_line/bulk_options.hpp"
#include "command_line/command_line.hpp"
#include "command_line/flags.hpp"
#include "command_line/help.hpp"
#include "command_line/help_commands.hpp"
#include "command_line/serve_options.hpp"
#include "command_line/teams_commands.hpp"

namespace teamsctl::cli {
namespace {

template <class Value>
AddedCommand plain_command(CLI::App& app, const char* name, const char* help) {
  return {app.add_subcommand(name, help), [] { return Command{Value{}}; }};
}

AddedCommand run_command(CLI::App& app) {
  CLI::App* run = app.add_subcommand(
      "run", "Run PowerShell text in the signed-in session; its objects are the rows");
  struct Given {
    std::vector<std::string> words;
    RunCommand command;
  };
  const auto given = std::make_shared<Given>();
  run->add_option("text", given->words,
                  "The text; several words are joined with spaces; - reads it from stdin")
      ->type_name("TEXT");
  run->add_option("-f,--file", given->command.file, "Read the text from this file; - is stdin")
      ->type_name("FILE")
      ->group("Text");
  run->add_flag("--read-only", given->command.read_only,
                "Refuse the text, before any of it runs, when it may change something")
      ->group("Text");
  run->add_flag("--streams", given->command.streams,
                "With -o ndjson: everything that PowerShell says as records on stdout")
      ->group("Text");
  return {
      run, [run, given]() -> std::variant<Command, UsageError> {
        RunCommand command = given->command;
        const bool from_file = run->get_option("--file")->count() != 0;
        if (from_file == !given->words.empty())
          return usage(
              from_file ? "run: give a text or a file, not both." : "run: a text is missing.",
              "Write teamsctl run -- 'Get-CsTenant', run -f FILE, or run - to read it from stdin.");
        if (from_file && command.file.empty()) return usage("--file: it is empty.", "Give a path.");
        if (given->words.size() == 1 && given->words.front() == "-") command.file = "-";
        // As ssh does with its command.
        for (const std::string& word : given->words)
          command.text += (command.text.empty() ? "" : " ") + word;
        if (!from_file && command.file.empty() &&
            command.text.find_first_not_of(" \t\r\n") == std::string::npos)
          return usage("run: the text is empty.", "Write teamsctl run -- 'Get-CsTenant'.");
        return Command{std::move(command)};
      }};
}

AddedCommand detect_command(CLI::App& app) {
  CLI::App* detect = app.add_subcommand(
      "detect", "Run the prompt rules over recorded console bytes and print what they find");
  const auto given = std::make_shared<DetectOptions>();
  detect->add_option("file", given->file, "File with the bytes; - is stdin (default)")
      ->type_name("FILE");
  return {detect, [given] { return Command{*given}; }};
}

AddedCommand config_command(CLI::App& app) {
  CLI::App* config = app.add_subcommand("config",
                                        "Show what every option is and why (show), check the file "
                                        "(validate), say where it is (path)");
  const auto given = std::make_shared<ConfigCommand>();
  config->add_flag("--origin", given->origin, "With show: and where each value comes from")
      ->group("Options");
  CLI::App* show = config->add_subcommand(
      "show", "Print the value of every option; of secrets only where they are");
  CLI::App* validate =
      config->add_subcommand("validate", "Check the configuration file with all its profiles");
  validate->add_option("file", given->file, "File to check (default: the one that would be used)")
      ->type_name("FILE");
  CLI::App* path = config->add_subcommand("path", "Print which configuration file is used");
  return {config, [=]() -> std::variant<Command, UsageError> {
            if (!show->parsed() && !validate->parsed() && !path->parsed())
              return usage("config: say what to do.",
                           "Write config show, config validate or config path.");
            if (given->origin && !show->parsed())
              return usage("--origin: that is for config show.");
            given->what = show->parsed()       ? ConfigCommand::What::show
                          : validate->parsed() ? ConfigCommand::What::validate
                                               : ConfigCommand::What::path;
            return Command{*given};
          }};
}

}  // namespace

std::vector<const CLI::App*> commands_below(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

CommandApp make_command_app() {
  CommandApp made{
      .app = std::make_unique<CLI::App>(description, "teamsctl"), .options = {}, .commands = {}};
  CLI::App& app = *made.app;
  app.formatter(std::make_shared<HelpFormatter>());
  app.footer(footer);
  app.set_version_flag("--version", std::string("teamsctl ") + TEAMSCTL_VERSION,
                       "Print the version and exit");
  app.fallthrough();
  // What nobody knows is looked at after parsing, where the word that was meant can be named.
  app.allow_extras();
  app.require_subcommand(0, 1);
  for (const OptionRow& row : option_table())
    if (row.is_flag)
      made.options.emplace_back(&row, add_flag(app, row.shape, row.secret != nullptr));

  for (const CommandInfo& info : teamsctl::commands())
    made.commands.push_back(add_teams_command(app, info));
  for (AddedCommand& more : std::vector<AddedCommand>{
           add_bulk_assign_command(app),
           add_batch_command(app),
           run_command(app),
           add_serve_command(app),
           plain_command<LoginCommand>(
               app, "login", "Sign in, say as whom, and leave the session with the agent"),
           plain_command<StatusCommand>(app, "status", "Say who is signed in, and until when"),
           add_logout_command(app),
           add_agent_command(app),
           plain_command<DoctorCommand>(app, "doctor",
                                        "Look at all that a sign-in needs and say what is wrong"),
           detect_command(app),
           config_command(app),
           add_help_command(app),
           add_schema_command(app),
           add_completion_command(app),
       })
    made.commands.push_back(std::move(more));
  return made;
}

}  // namespace teamsctl::cli
