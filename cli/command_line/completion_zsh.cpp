#include <algorithm>

#include "command_line/completion_model.hpp"

// A specification of _arguments for each option, and one state for the commands.
namespace teamsctl::cli {
namespace {

/// Inside of [...] and between colons.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// ":TYPE:(a b c)"
std::string action(const CompletedValue& value) {
  const std::string name = value.name.empty() ? "value" : escaped(value.name);
  std::string how;
  if (value.list)
    how = " _values -s , " + name + " " + joined(value.words);
  else if (value.files && !value.words.empty())
    how = "{ compadd -- " + joined(value.words) + "; _files }";
  else if (value.files)
    how = "_files";
  else if (!value.words.empty())
    how = "(" + joined(value.words) + ")";
  return ":" + name + ":" + how;
}

std::string specification(const CompletedOption& option) {
  std::string before;
  if (option.repeats)
    before = "'*'";
  else if (option.names.size() > 1)
    before = "'(" + joined(option.names) + ")'";
  std::vector<std::string> names;
  for (const std::string& name : option.names) {
    // "=-": the value stands in the same word; "=" or "+": there or in the next one.
    const char* sign = "";
    if (option.takes_value)
      sign = option.only_with_equals ? "=-" : name.starts_with("--") ? "=" : "+";
    names.push_back(name + sign);
  }
  const std::string each = names.size() > 1 ? "{" + joined(names, ",") + "}" : names.front();
  std::string value;
  if (option.takes_value) value = (option.only_with_equals ? ":" : "") + action(option.value);
  return before + each + shell_quoted("[" + escaped(option.help) + "]" + value);
}

void add_line(std::string& text, const std::string& specification) {
  text += "        " + specification + "\n";
}

bool has(const CompletedCommand& command, const CompletedOption& option) {
  return std::any_of(command.options.begin(), command.options.end(),
                     [&](const CompletedOption& one) { return one.names == option.names; });
}

/// An option of the program that some command knows better, such as --fields.
bool special(const CompletedCommand& model, const CompletedOption& option) {
  return option.names.back() != "--help" &&
         std::any_of(model.commands.begin(), model.commands.end(),
                     [&](const CompletedCommand& command) { return has(command, option); });
}

std::string command_case(const CompletedCommand& model, const CompletedCommand& command) {
  std::string text = "    " + command.name + ")\n      own=(\n";
  for (const CompletedOption& option : command.options)
    if (option.names.back() != "--help") add_line(text, specification(option));
  for (const CompletedOption& option : model.options)
    if (special(model, option) && !has(command, option)) add_line(text, specification(option));
  if (!command.commands.empty()) {
    std::vector<std::string> names;
    for (const CompletedCommand& below : command.commands) names.push_back(below.name);
    add_line(text, shell_quoted("1:command:(" + joined(names) + ")"));
    add_line(text, shell_quoted("*:file:_files"));
  }
  for (const CompletedValue& value : command.arguments)
    add_line(text, shell_quoted("*" + action(value)));
  return text + "      )\n      ;;\n";
}

}  // namespace

std::string zsh_completion(const CompletedCommand& model) {
  std::string text =
      "#compdef teamsctl\n"
      "# zsh completion for teamsctl, as `teamsctl completion zsh` prints it.\n\n"
      "_teamsctl_commands() {\n  local -a commands=(\n";
  for (const CompletedCommand& command : model.commands)
    text += "    " + shell_quoted(escaped(command.name) + ":" + command.help) + "\n";
  text +=
      "  )\n  _describe -t commands command commands\n}\n\n"
      "_teamsctl() {\n"
      "  local curcontext=$curcontext state line\n"
      "  typeset -A opt_args\n"
      "  local -a program own\n"
      "  program=(\n";
  std::string known_better;
  for (const CompletedOption& option : model.options)
    add_line(special(model, option) ? known_better : text, specification(option));
  text += "  )\n  own=(\n" + known_better +
          "  )\n"
          "  _arguments -C \"${program[@]}\" \"${own[@]}\" '1: :_teamsctl_commands' '*:: "
          ":->arguments' && return 0\n"
          "  [[ $state == arguments ]] || return 1\n"
          "  case $words[1] in\n";
  for (const CompletedCommand& command : model.commands) text += command_case(model, command);
  text +=
      "    *) return 1 ;;\n"
      "  esac\n"
      "  _arguments \"${program[@]}\" \"${own[@]}\"\n"
      "}\n\n"
      "# A file on fpath is the body of the function; one that is sourced has to name it.\n"
      "if [[ ${funcstack[1]-} == _teamsctl ]]; then\n  _teamsctl \"$@\"\nelse\n  compdef _teamsctl "
      "teamsctl\nfi\n";
  return text;
}

}  // namespace teamsctl::cli
