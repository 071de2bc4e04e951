#include "commands/detect.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "output/error_report.hpp"
#include "output/print.hpp"
#include "teamsctl/prompt_scan.hpp"
#include "terminal/terminal_prompter.hpp"
#include "text/json_text.hpp"
#include "text/read_whole.hpp"

namespace teamsctl::cli {

int run_detect(const DetectOptions& what, const Options& options) {
  std::variant<std::string, Error> read = read_whole(what.file, "detect");
  if (const Error* error = std::get_if<Error>(&read)) return report(*error, options.json_errors);
  const std::string& bytes = std::get<std::string>(read);

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
    std::fprintf(stderr,
                 "teamsctl: warning: The prompt rule '%s' took too long and is switched off.\n",
                 printable(rule).c_str());
  return print(lines, options.json_errors);
}

}  // namespace teamsctl::cli
