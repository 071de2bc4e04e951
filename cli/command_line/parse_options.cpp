#include "command_line/parse_options.hpp"

#include <string_view>
#include <utility>

#include "command_line/command_line.hpp"
#include "options/argument_secrets.hpp"
#include "options/config_file.hpp"
#include "options/effective_options.hpp"
#include "options/given_options.hpp"
#include "options/output_options.hpp"
#include "options/secret_options.hpp"
#include "options/sign_in_options.hpp"

namespace teamsctl::cli {
namespace {

bool names_json(std::string_view format) { return format == "json" || format == "ndjson"; }

/// These work where the configuration is broken.
bool needs_no_profile(const Command& command) {
  const auto* config = std::get_if<ConfigCommand>(&command);
  return config != nullptr && config->what != ConfigCommand::What::show;
}

bool signs_in(const Command& command) {
  if (const auto* teams = std::get_if<TeamsCommand>(&command)) return !teams->dry_run;
  if (const auto* bulk = std::get_if<BulkAssignCommand>(&command)) return !bulk->dry_run;
  return std::holds_alternative<RunCommand>(command) ||
         std::holds_alternative<BatchCommand>(command) ||
         std::holds_alternative<LoginCommand>(command);
}

/// The command, when its own arguments make it read standard input.
std::string command_that_reads_stdin(const Command& command) {
  if (const auto* detect = std::get_if<DetectOptions>(&command);
      detect != nullptr && detect->file == "-")
    return "detect";
  if (const auto* run = std::get_if<RunCommand>(&command); run != nullptr && run->file == "-")
    return "run";
  if (const auto* batch = std::get_if<BatchCommand>(&command);
      batch != nullptr && batch->file == "-")
    return "batch";
  if (std::holds_alternative<ServeCommand>(command)) return "serve";
  if (const auto* bulk = std::get_if<BulkAssignCommand>(&command);
      bulk != nullptr && bulk->file == "-")
    return "bulk-assign";
  if (const auto* teams = std::get_if<TeamsCommand>(&command))
    if (const auto users = teams->arguments.find("users"); users != teams->arguments.end())
      for (const std::string& user : users->second)
        if (user == "-") return std::string(teams->info->name);
  return {};
}

std::optional<Error> two_readers_of_stdin(const GivenOptions& given, const Command& command) {
  GivenOptions asked = given;
  const auto* detect = std::get_if<DetectOptions>(&command);
  // Nobody signs in to detect; only what stands beside it on the command line is meant for it.
  if (detect != nullptr)
    std::erase_if(asked,
                  [](const auto& option) { return option.second.origin != OriginKind::flag; });
  std::vector<std::string> readers = readers_of_stdin(asked);
  if (const std::string name = command_that_reads_stdin(command); !name.empty())
    readers.insert(readers.begin(), name);
  if (readers.size() < 2) return std::nullopt;
  return usage(readers[0] + " and " + readers[1] + " cannot both read standard input.",
               "Give one of them a file or a FIFO.")
      .error;
}

/// What the other commands need of the configuration, as `config show` prints it.
void take_configuration(GivenOptions& given, const std::optional<Profile>& profile) {
  if (!given.contains("config"))
    if (std::string path = default_config_path(); !path.empty())
      given["config"] = {.text = std::move(path), .name = "--config", .shown = "default"};
  if (!given.contains("profile") && profile)
    given["profile"] = {.text = profile->name, .name = "--profile", .shown = "default"};
}

std::optional<Error> complete(Options& options, const CommandLine& line, GivenSecrets& secrets) {
  std::optional<Profile> profile;
  if (!needs_no_profile(options.command)) {
    auto chosen = chosen_configuration(given_directly(line.texts, "config"),
                                       given_directly(line.texts, "profile"));
    if (Error* error = std::get_if<Error>(&chosen)) return std::move(*error);
    Configuration& configuration = std::get<Configuration>(chosen);
    profile = std::move(configuration.profile);
    options.prompt_rules = std::move(configuration.prompt_rules);
  }
  auto merged = merge_options(line.texts, profile);
  if (Error* error = std::get_if<Error>(&merged)) return std::move(*error);
  GivenOptions given = std::get<GivenOptions>(std::move(merged));
  if (std::optional<Error> error = settle_output_options(given)) return error;
  if (const auto output = given.find("output"); output != given.end())
    options.json_errors = names_json(output->second.text);
  if (std::optional<Error> error = drop_foreign_options(given)) return error;
  for (const OptionRow& row : option_table())
    if (const auto option = given.find(row.shape.name); option != given.end() && row.set != nullptr)
      row.set(options, option->second.text);
  if (std::optional<Error> error = two_readers_of_stdin(given, options.command)) return error;
  if (std::optional<Error> error = locate_secrets(given, secrets, options.sign_in)) return error;
  complete_simulated_sign_in(options);
  if (signs_in(options.command))
    if (std::optional<Error> error = incomplete(options.sign_in)) return error;

  if (auto* config = std::get_if<ConfigCommand>(&options.command)) {
    take_configuration(given, profile);
    if (config->file.empty())
      config->file = given.contains("config") ? given["config"].text : std::string();
    if (config->what == ConfigCommand::What::show)
      config->effective = effective_options(given, secrets);
  }
  return std::nullopt;
}

}  // namespace

bool wants_json_errors(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    const std::string_view argument = arguments[i];
    if ((argument == "-o" || argument == "--output") && i + 1 < arguments.size())
      return names_json(arguments[i + 1]);
    for (const std::string_view prefix : {"--output=", "-o=", "-o"})
      if (argument.starts_with(prefix)) return names_json(argument.substr(prefix.size()));
  }
  return names_json(variable("TEAMSCTL_OUTPUT").value_or(""));
}

std::variant<Options, Information, UsageError> parse_options(std::vector<std::string> arguments) {
  GivenSecrets secrets;
  take_secret_variables(secrets.environment);
  secrets.mfa_code = take_mfa_code(arguments);
  Options options;
  options.json_errors = wants_json_errors(arguments);

  std::variant<CommandLine, Information, UsageError> read = read_command_line(std::move(arguments));
  if (Information* information = std::get_if<Information>(&read)) return std::move(*information);
  if (UsageError* error = std::get_if<UsageError>(&read)) {
    error->json = options.json_errors;
    return std::move(*error);
  }
  CommandLine& line = std::get<CommandLine>(read);
  options.command = std::move(line.command);
  if (std::optional<Error> error = complete(options, line, secrets))
    return UsageError{.error = std::move(*error), .json = options.json_errors};
  return options;
}

}  // namespace teamsctl::cli
