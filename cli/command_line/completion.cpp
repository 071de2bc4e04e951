#include "command_line/completion.hpp"

#include "command_line/command_app.hpp"
#include "command_line/completion_model.hpp"

namespace teamsctl::cli {
namespace {

struct Shell {
  const char* name;
  std::string (*script)(const CompletedCommand&);
};
constexpr Shell shells[] = {
    {"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}};

}  // namespace

std::vector<std::string> completion_shells() {
  std::vector<std::string> names;
  for (const Shell& shell : shells) names.emplace_back(shell.name);
  return names;
}

std::optional<std::string> completion_script(std::string_view shell) {
  for (const Shell& one : shells)
    if (shell == one.name) return one.script(completion_model(make_command_app()));
  return std::nullopt;
}

}  // namespace teamsctl::cli
