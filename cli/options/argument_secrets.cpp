#include "options/argument_secrets.hpp"

#include <cstddef>
#include <cstring>
#include <string_view>

namespace teamsctl::cli {
namespace {

constexpr std::string_view option = "--mfa-code";

/// Where in arguments[index] a code begins, or npos. A word that begins with a dash is the next
/// option and no code.
std::size_t code_in(const std::vector<std::string>& arguments, std::size_t index) {
  const std::string_view argument = arguments[index];
  if (argument.starts_with(option) && argument.substr(option.size()).starts_with("="))
    return option.size() + 1;
  if (index != 0 && arguments[index - 1] == option && !argument.starts_with("-")) return 0;
  return std::string_view::npos;
}

}  // namespace

std::vector<std::string> take_arguments(int argc, char** argv) {
  if (argc == 0) return {};
  std::vector<std::string> arguments(argv + 1, argv + argc);
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i)
    if (const std::size_t begin = code_in(arguments, i); begin != std::string_view::npos)
      std::memset(argv[i + 1] + begin, 'x', arguments[i].size() - begin);
  return arguments;
}

std::optional<Secret> take_mfa_code(std::vector<std::string>& arguments) {
  std::optional<Secret> code;
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    const std::size_t begin = code_in(arguments, i);
    if (begin == std::string_view::npos) continue;
    const std::string kept = arguments[i].substr(0, begin) + "given";
    code.emplace(std::string_view(arguments[i]).substr(begin));
    wipe(arguments[i]);
    arguments[i] = kept;
  }
  return code;
}

}  // namespace teamsctl::cli
