#include "command_line/bulk_options.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "command_line/command_line.hpp"
#include "command_line/flags.hpp"

namespace teamsctl::cli {
namespace {

const std::array<OptionShape, 5> shapes{
    OptionShape{.name = "format",
                .value = "FORMAT",
                .help = "csv or ndjson (default: as the file begins)",
                .group = "File",
                .kind = OptionKind::choice,
                .choices = {"csv", "ndjson"}},
    OptionShape{.name = "journal",
                .value = "FILE",
                .help = "Where to note what is done (default FILE.teamsctl-journal)",
                .group = "File",
                .kind = OptionKind::path},
    OptionShape{.name = "restart",
                .help = "Set the journal aside and begin anew",
                .group = "File",
                .kind = OptionKind::flag},
    OptionShape{.name = "continue-on-error",
                .help = "Go on behind a line that fails",
                .group = "Change",
                .kind = OptionKind::flag},
    OptionShape{.name = "verify-timeout",
                .value = "TIME",
                .help = "How long to read back until a change shows; 0: not at all (default 60s)",
                .group = "Change",
                .kind = OptionKind::duration},
};

struct Given {
  std::vector<std::string> files;
  std::vector<std::pair<const OptionShape*, CLI::Option*>> options;
  CLI::Option* yes = nullptr;
  CLI::Option* dry_run = nullptr;
};

void set(BulkAssignCommand& command, const std::string& name, const std::string& text) {
  if (name == "format") command.format = text == "csv" ? BulkFormat::csv : BulkFormat::ndjson;
  if (name == "journal") command.journal = text;
  if (name == "restart") command.restart = true;
  if (name == "continue-on-error") command.continue_on_error = true;
  if (name == "verify-timeout") command.verify = *parse_duration(text);
}

std::variant<Command, UsageError> read(const Given& given) {
  BulkAssignCommand command;
  if (given.files.empty())
    return usage("bulk-assign: a file is missing.", "Write teamsctl bulk-assign FILE.");
  if (given.files.size() > 1)
    return usage("bulk-assign: '" + given.files[1] + "' was not expected.", "Give one file.");
  command.file = given.files.front();
  if (command.file.empty()) return usage("bulk-assign: the file's name is empty.", "Give a path.");
  for (const auto& [shape, option] : given.options) {
    if (option->count() == 0) continue;
    std::variant<std::string, UsageError> text = text_of(*option, *shape);
    if (UsageError* error = std::get_if<UsageError>(&text)) return std::move(*error);
    const std::string& value = std::get<std::string>(text);
    if (const std::optional<Problem> problem = wrong_with(*shape, value))
      return usage("--" + shape->name + ": " + problem->message, problem->hint);
    set(command, shape->name, value);
  }
  if (command.file == "-" && command.journal.empty())
    return usage("bulk-assign: standard input has no place that a journal could lie beside.",
                 "Name one with --journal, or name a file in place of -.");
  command.yes = given.yes->count() != 0;
  command.dry_run = given.dry_run->count() != 0;
  return Command{std::move(command)};
}

}  // namespace

AddedCommand add_bulk_assign_command(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "bulk-assign", "Give phone numbers to users, a line of a file each; a killed run goes on");
  const auto given = std::make_shared<Given>();
  command->add_option("file", given->files, "CSV or NDJSON; - is stdin, which needs --journal")
      ->type_name("FILE")
      ->expected(1, 1 << 30)
      ->take_all();
  for (const OptionShape& shape : shapes)
    given->options.emplace_back(&shape, add_flag(*command, shape));
  add_change_flags(*command, given->yes, given->dry_run);
  return {command, [given] { return read(*given); }, {shapes.begin(), shapes.end()}};
}

}  // namespace teamsctl::cli
