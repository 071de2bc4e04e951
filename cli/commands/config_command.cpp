#include "commands/config_command.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "options/config_file.hpp"
#include "options/config_profiles.hpp"
#include "output/error_report.hpp"
#include "output/print.hpp"
#include "output/print_rows.hpp"
#include "text/json_text.hpp"

namespace teamsctl::cli {
namespace {

int show(const ConfigCommand& config, const Options& options) {
  std::vector<std::string> rows;
  for (const EffectiveOption& option : config.effective) {
    nlohmann::ordered_json row{{"option", option.option},
                               {"value", nlohmann::ordered_json::parse(option.value)}};
    if (config.origin) row["origin"] = option.origin;
    rows.push_back(json_text(row));
  }
  return print_rows(rows, options);
}

Error no_file(const std::string& path) {
  return {.code = ErrorCode::config,
          .message = path.empty() ? "There is no place for a configuration file."
                                  : "There is no configuration file " + path + ".",
          .hint = path.empty() ? "Set HOME, or name a file with --config FILE."
                               : "See teamsctl-config(5) for its format."};
}

int validate(const std::string& path, bool json) {
  if (path.empty()) return report(no_file(path), json);
  const std::variant<std::optional<std::string>, Error> bytes = read_config_file(path);
  if (const Error* error = std::get_if<Error>(&bytes)) return report(*error, json);
  const std::optional<std::string>& text = std::get<std::optional<std::string>>(bytes);
  if (!text) return report(no_file(path), json);
  int status = 0;
  for (const ConfigProblem& problem : read_config(*text, path).problems)
    status = report(problem.error, json);
  return status;
}

}  // namespace

int run_config(const Options& options) {
  const ConfigCommand& config = std::get<ConfigCommand>(options.command);
  switch (config.what) {
    case ConfigCommand::What::show:
      return show(config, options);
    case ConfigCommand::What::validate:
      return validate(config.file, options.json_errors);
    case ConfigCommand::What::path:
      break;
  }
  if (config.file.empty()) return report(no_file(config.file), options.json_errors);
  return print(config.file + "\n", options.json_errors);
}

}  // namespace teamsctl::cli
