#include "command_line/completion_model.hpp"

// The script: functions that know the words, printed from the model, and one that knows bash.
namespace teamsctl::cli {
namespace {

std::string all_names(const CompletedCommand& command) {
  std::vector<std::string> names;
  for (const CompletedOption& option : command.options)
    for (const std::string& name : option.names)
      if (name.starts_with("--")) names.push_back(name);
  return joined(names);
}

std::string names_of(const std::vector<CompletedCommand>& commands) {
  std::vector<std::string> names;
  for (const CompletedCommand& command : commands) names.push_back(command.name);
  return joined(names);
}

std::string assignments(const CompletedValue& value) {
  std::string text;
  if (!value.words.empty()) text += " words='" + joined(value.words) + "'";
  if (value.files) text += " files=1";
  if (value.list) text += " list=1";
  return text.empty() ? " :" : text;
}

void add_cases(std::string& text, const CompletedCommand& command, const std::string& before) {
  for (const CompletedOption& option : command.options) {
    if (!option.takes_value) continue;
    std::vector<std::string> patterns;
    for (const std::string& name : option.names)
      // The next word is no value of this one, so that only its long form with "=" counts.
      patterns.push_back(before + name + (option.only_with_equals ? "=" : ""));
    text += "    " + joined(patterns, "|") + ")" + assignments(option.value) + " ;;\n";
  }
}

/// Says what the option takes. Those of a command go before those of the program.
std::string value_function(const CompletedCommand& model) {
  std::string text =
      "_teamsctl_value() {\n"
      "  words='' files='' list=''\n"
      "  case \"$1 $2\" in\n";
  std::string own;
  for (const CompletedCommand& command : model.commands)
    add_cases(own, command, "\"" + command.name + " \"");
  text += own + "    *) _teamsctl_program_value \"$2\" ;;\n  esac\n}\n\n";
  text += "_teamsctl_program_value() {\n  case $1 in\n";
  add_cases(text, model, "");
  return text + "    *) return 1 ;;\n  esac\n}\n\n";
}

std::string options_function(const CompletedCommand& model) {
  std::string text = "_teamsctl_options() {\n  options='" + all_names(model) + "'\n  case $1 in\n";
  for (const CompletedCommand& command : model.commands)
    text += "    " + command.name + ") options+=' " + all_names(command) + "' ;;\n";
  return text + "  esac\n}\n\n";
}

void add_argument(std::string& text, const std::string& name, const CompletedCommand& command) {
  if (!command.commands.empty()) {
    text += "    '" + name + "') words='" + names_of(command.commands) + "' ;;\n";
    for (const CompletedCommand& below : command.commands)
      add_argument(text, name + " " + below.name, below);
  } else if (!command.arguments.empty() && command.arguments.front().known()) {
    text += "    '" + name + "')" + assignments(command.arguments.front()) + " ;;\n";
  }
}

std::string arguments_function(const CompletedCommand& model) {
  std::string text =
      "_teamsctl_arguments() {\n  words='' files='' list=''\n  case $1 in\n    '') words='" +
      names_of(model.commands) + "' ;;\n";
  for (const CompletedCommand& command : model.commands) add_argument(text, command.name, command);
  return text + "  esac\n}\n\n";
}

/// The commands that have commands below them.
std::string nested(const CompletedCommand& model) {
  std::vector<std::string> names;
  for (const CompletedCommand& command : model.commands)
    if (!command.commands.empty()) names.push_back(command.name);
  return joined(names, "|");
}

constexpr const char* machinery =
    R"bash(# What is offered for the text before the cursor: words, the last of a list, or files.
_teamsctl_offer() {
  local text=$1 before=$2
  if [[ $list && $text == *,* ]]; then
    before+=${text%,*},
    text=${text##*,}
  fi
  if [[ $words ]]; then
    mapfile -t COMPREPLY < <(compgen -P "$before" -W "$words" -- "$text")
  fi
  if [[ $files ]]; then
    local -a found
    mapfile -t found < <(compgen -f -- "$text")
    if ((${#found[@]})); then
      COMPREPLY+=("${found[@]/#/$before}")
      compopt -o filenames 2>/dev/null
    fi
  fi
}

_teamsctl() {
  local words='' files='' list='' options='' option='' command='' below='' word text before i skip='' only_arguments=''
  local -a line=()
  COMPREPLY=()
  # Bash cuts words at "=", which is among COMP_WORDBREAKS; here --output=json is one word again.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if ((${#line[@]})) && [[ ${line[-1]} == --* && ${line[-1]} != *=* && $word == "=" ]]; then
      line[-1]+='='
    elif ((${#line[@]})) && [[ ${line[-1]} == --*= && ${COMP_WORDS[i - 1]} == "=" ]]; then
      line[-1]+=$word
    else
      line+=("$word")
    fi
  done
  text=${line[-1]}
  for word in "${line[@]:0:${#line[@]}-1}"; do
    if [[ $skip ]]; then
      skip=''
    elif [[ $only_arguments ]]; then
      :
    elif [[ $word == -- ]]; then
      only_arguments=1
    elif [[ $word == -?* ]]; then
      option=$word
      [[ $word != *=* ]] && _teamsctl_value "$command" "$word" && skip=1
    elif [[ -z $command ]]; then
      command=$word
    elif [[ -z $below ]]; then
      case $command in
        NESTED) below=" $word" ;;
      esac
    fi
  done
  if [[ $skip ]]; then
    _teamsctl_value "$command" "$option"
    _teamsctl_offer "$text" ''
  elif [[ -z $only_arguments && $text == --*=* ]]; then
    option=${text%%=*}
    # What stands before a break is not replaced.
    before=$option=
    [[ $COMP_WORDBREAKS == *=* ]] && before=''
    _teamsctl_value "$command" "$option" || _teamsctl_value "$command" "$option=" || return 0
    _teamsctl_offer "${text#*=}" "$before"
  elif [[ -z $only_arguments && $text == -* ]]; then
    _teamsctl_options "$command"
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$text")
  else
    _teamsctl_arguments "$command$below"
    _teamsctl_offer "$text" ''
  fi
}

complete -F _teamsctl teamsctl
)bash";

std::string with_nested(std::string text, const std::string& names) {
  const std::string mark = "NESTED";
  return text.replace(text.find(mark), mark.size(), names);
}

}  // namespace

std::string bash_completion(const CompletedCommand& model) {
  return "# bash completion for teamsctl, as `teamsctl completion bash` prints it.\n"
         "# shellcheck shell=bash disable=SC2034  # words, files, list and options are those of "
         "_teamsctl\n\n" +
         value_function(model) + options_function(model) + arguments_function(model) +
         with_nested(machinery, nested(model));
}

}  // namespace teamsctl::cli
