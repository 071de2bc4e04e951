#include "detect.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "error_report.hpp"
#include "json_text.hpp"
#include "print.hpp"
#include "terminal_prompter.hpp"
#include "teamsctl/prompt_scan.hpp"

namespace teamsctl::cli {

int run_detect(const DetectOptions& what, const Options& options) {
  const bool is_stdin = what.file == "-";
  const int input = is_stdin ? STDIN_FILENO : ::open(what.file.c_str(), O_RDONLY | O_CLOEXEC);
  std::string bytes;
  char chunk[65536];
  ssize_t size = input < 0 ? -1 : 0;
  if (input >= 0) {
    while ((size = ::read(input, chunk, sizeof chunk)) != 0) {
      if (size > 0)
        bytes.append(chunk, static_cast<std::size_t>(size));
      else if (errno != EINTR)
        break;
    }
  }
  if (size < 0) {
    return report({.code = ErrorCode::usage,
                   .message = "detect: " + what.file + " cannot be read: " + std::strerror(errno) + ".",
                   .hint = "Name a file with what a console has shown, or - for standard input."},
                  options.json_errors);
  }
  if (!is_stdin) ::close(input);

  std::string lines;
  std::vector<std::string> switched_off;
  for (const FoundPrompt& found : scan_for_prompts(bytes, options.prompt_rules, &switched_off)) {
    lines += json_text(nlohmann::ordered_json{{"kind", name_of(found.kind)},
                                    {"message", found.message},
                                    {"url", found.url},
                                    {"display_code", found.display_code},
                                    {"rule", found.rule},
                                    {"begin", found.begin},
                                    {"end", found.end}});
    lines += '\n';
  }
  for (const std::string& rule : switched_off)
    std::fprintf(stderr, "teamsctl: warning: The prompt rule '%s' took too long and is switched off.\n", printable(rule).c_str());
  return print(lines, options.json_errors);
}

}  // namespace teamsctl::cli
