#include "command_line/completion_model.hpp"

// A line of `complete` for each option and command, and one function that finds the command among
// the words.
namespace teamsctl::cli {
namespace {

/// The condition of a line: the words so far are this command, or a longer one that begins with it.
std::string at(const std::string& command) { return " -n '__teamsctl_at " + command + "'"; }
std::string in(const std::string& command) { return " -n '__teamsctl_in " + command + "'"; }

std::string fish_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string words_of(const CompletedValue& value) {
  if (value.words.empty()) return "";
  if (value.list)
    return " -a \"(__fish_complete_list , 'printf %s\\\\n " + joined(value.words) + "')\"";
  return " -a " + fish_quoted(joined(value.words));
}

/// Whether it takes a value, and what of.
std::string value_of(const CompletedOption& option) {
  if (!option.takes_value) return "";
  // Without -r the value may stand behind "=" only.
  const char* mode = option.only_with_equals ? "" : option.value.files ? " -r -F" : " -x";
  return mode + words_of(option.value);
}

std::string line(const CompletedOption& option, const std::string& condition) {
  std::string text = "complete -c teamsctl" + condition;
  for (const std::string& name : option.names)
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  return text + value_of(option) + " -d " + fish_quoted(option.help) + "\n";
}

std::string arguments_line(const CompletedValue& value, const std::string& condition) {
  if (!value.known()) return "";
  return "complete -c teamsctl" + condition + (value.files ? " -F" : "") + words_of(value) + "\n";
}

void add_command(std::string& text, const CompletedCommand& command, const std::string& path) {
  for (const CompletedOption& option : command.options)
    if (option.names.back() != "--help") text += line(option, in(path));
  for (const CompletedCommand& below : command.commands) {
    text += "complete -c teamsctl" + at(path) + " -a " + below.name + " -d " +
            fish_quoted(below.help) + "\n";
    add_command(text, below, path + " " + below.name);
  }
  for (const CompletedValue& value : command.arguments) text += arguments_line(value, at(path));
}

/// The options of the program whose value is the next word: that one is not the command.
std::string taking_values(const CompletedCommand& model) {
  std::vector<std::string> names;
  for (const CompletedOption& option : model.options)
    if (option.takes_value && !option.only_with_equals)
      for (const std::string& name : option.names) names.push_back(name);
  return joined(names);
}

constexpr const char* machinery = R"fish(
# The commands among the words before the cursor: options and their values aside.
function __teamsctl_command
    set -l skip ''
    for word in (commandline -opc)[2..-1]
        if test -n "$skip"
            set skip ''
        else if contains -- $word $__teamsctl_values
            set skip 1
        else if not string match -q -- '-*' $word
            echo $word
        end
    end
end

function __teamsctl_at
    set -l words (__teamsctl_command)
    # What stands behind a command without commands of its own are its arguments.
    contains -- "$words[1]" $__teamsctl_nested; or set words $words[1]
    test "$words" = "$argv"
end

function __teamsctl_in
    set -l words (__teamsctl_command)
    test "$words[1..$(count $argv)]" = "$argv"
end

complete -c teamsctl -f
)fish";

std::string nested(const CompletedCommand& model) {
  std::vector<std::string> names;
  for (const CompletedCommand& command : model.commands)
    if (!command.commands.empty()) names.push_back(command.name);
  return joined(names);
}

}  // namespace

std::string fish_completion(const CompletedCommand& model) {
  std::string text =
      "# fish completion for teamsctl, as `teamsctl completion fish` prints it.\n\nset -g "
      "__teamsctl_values " +
      taking_values(model) + "\nset -g __teamsctl_nested " + nested(model) + "\n" + machinery;
  for (const CompletedOption& option : model.options) text += line(option, "");
  for (const CompletedCommand& command : model.commands)
    text += "complete -c teamsctl -n '__teamsctl_at' -a " + command.name + " -d " +
            fish_quoted(command.help) + "\n";
  for (const CompletedCommand& command : model.commands) add_command(text, command, command.name);
  return text;
}

}  // namespace teamsctl::cli
