#include <algorithm>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "command_line/change_flags.hpp"
#include "mdoc.hpp"
#include "teamsctl/commands.hpp"
#include "teamsctl/error.hpp"

// Prints the parts of teamsctl(1) that come from tables: `manual_text commands`, the subsections of
// the commands of teamsctl/commands.hpp, and `manual_text exit-statuses`. scripts/manual puts them
// into the page, and the check "manual comes from the tables" compares.
namespace {

using teamsctl::ArgumentKind;
using teamsctl::CommandArgument;
using teamsctl::CommandInfo;
using teamsctl::ErrorCode;
using teamsctl::mdoc::Writer;

std::string option(std::string_view name, std::string_view value) {
  std::string text = "Fl -" + std::string(name);
  return value.empty() ? text : text + " Ar " + std::string(value);
}

std::string item(const CommandArgument& argument) {
  if (argument.positional)
    return "Ar " + std::string(argument.value) +
           (argument.kind == ArgumentKind::texts ? " ..." : "");
  std::string text = option(argument.name, argument.value);
  if (!argument.other.empty()) text += " , " + option(argument.other, argument.value);
  return text;
}

void print_argument(Writer& page, const CommandArgument& argument) {
  page.line(".It " + item(argument));
  std::string help(argument.help);
  if (!argument.standard.empty()) help += " (default " + std::string(argument.standard) + ")";
  page.text(help + ".");
}

void print_change_flags(Writer& page) {
  for (const teamsctl::cli::OptionShape& flag : teamsctl::cli::change_flags()) {
    std::string names = option(flag.name, flag.value);
    if (!flag.other.empty()) names = "Fl " + flag.other.substr(1) + " , " + names;
    page.line(".It " + names);
    page.text(flag.help + ".");
  }
}

std::string cmdlets(const CommandInfo& command) {
  std::string text = "Runs ";
  for (std::size_t i = 0; i < command.cmdlets.size(); ++i) {
    const bool last = i + 1 == command.cmdlets.size();
    text += (i == 0 ? "" : last ? " and " : ", ") + std::string(command.cmdlets[i]);
  }
  return text + ".";
}

std::string columns(const CommandInfo& command) {
  std::string text = "As a table it has the columns ";
  for (std::size_t i = 0; i < command.columns.size(); ++i) {
    const bool last = i + 1 == command.columns.size();
    text += (i == 0 ? "" : last ? " and " : ", ") + std::string(command.columns[i]);
  }
  return text + ".";
}

void print_command(Writer& page, const CommandInfo& command) {
  page.line(".Ss " + std::string(command.name));
  page.text(std::string(command.summary) + ".");
  page.text(cmdlets(command));
  for (std::string_view rest = command.description; !rest.empty();) {
    const std::size_t end = std::min(rest.find("\n\n"), rest.size());
    page.line(".Pp");
    page.text(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  page.line(".Pp");
  page.text(columns(command));
  if (command.arguments.empty()) return;
  page.line(".Bl -tag -width Ds");
  for (const CommandArgument& argument : command.arguments) print_argument(page, argument);
  if (command.changes) print_change_flags(page);
  page.line(".El");
}

int print_commands() {
  std::vector<std::string_view> values;
  std::vector<std::string_view> names;
  for (const CommandInfo& command : teamsctl::commands()) {
    names.push_back(command.name);
    values.insert(values.end(), command.columns.begin(), command.columns.end());
    for (const CommandArgument& argument : command.arguments)
      values.insert(values.end(), argument.values.begin(), argument.values.end());
  }
  Writer page(std::cout, names, values);
  for (const CommandInfo& command : teamsctl::commands()) print_command(page, command);
  return 0;
}

int print_exit_statuses() {
  Writer page(std::cout, {}, {});
  page.line(".Bl -tag -width \"130\"");
  const auto codes = teamsctl::error_codes();
  for (auto first = codes.begin(); first != codes.end();) {
    const int status = exit_status(*first);
    const auto last =
        std::find_if(first, codes.end(), [&](ErrorCode one) { return exit_status(one) != status; });
    std::string names;
    for (auto one = first; one != last; ++one)
      names += (names.empty() ? "" : " , ") + std::string(name_of(*one));
    // A terminated program has no code of its own.
    const char* more = *first == ErrorCode::interrupted ? " , 143" : "";
    page.line(".It " + std::to_string(status) + more + " Pq Li " + names);
    for (; first != last; ++first) page.text(meaning_of(*first));
  }
  page.line(".El");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc == 2 ? argv[1] : "";
  if (what == "commands") return print_commands();
  if (what == "exit-statuses") return print_exit_statuses();
  std::cerr << "usage: manual_text commands|exit-statuses\n";
  return 2;
}
