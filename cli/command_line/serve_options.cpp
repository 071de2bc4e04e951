#include "command_line/serve_options.hpp"

#include <memory>
#include <optional>
#include <string>

#include "command_line/command_line.hpp"
#include "teamsctl/text_values.hpp"

namespace teamsctl::cli {

AddedCommand add_serve_command(CLI::App& app) {
  CLI::App* serve = app.add_subcommand(
      "serve", "Hold sessions for the program at the other end of stdin and stdout, as JSON lines");
  const auto most = std::make_shared<std::string>("16");
  serve->add_option("--max-sessions", *most, "How many sessions may be open at once (default 16)")
      ->type_name("N")
      ->group("Sessions");
  return {serve, [most]() -> std::variant<Command, UsageError> {
            const std::optional<std::uint64_t> number = parse_number(*most);
            if (!number || *number < 1 || *number > 1000)
              return usage("--max-sessions: '" + *most + "' is not from 1 to 1000.",
                           "Give a number from 1 to 1000.");
            return Command{ServeCommand{.max_sessions = *number}};
          }};
}

AddedCommand add_batch_command(CLI::App& app) {
  CLI::App* batch = app.add_subcommand(
      "batch", "Run many requests over one sign-in, one a line, and answer in JSON lines");
  const auto given = std::make_shared<BatchCommand>();
  batch->add_option("file", given->file, "File with the requests; - is stdin")->type_name("FILE");
  batch->add_flag("--continue-on-error", given->continue_on_error, "Go on when a request fails")
      ->group("Requests");
  batch->add_flag("-y,--yes", given->yes, "Do not ask before requests that change something")
      ->group("Requests");
  return {batch, [given]() -> std::variant<Command, UsageError> {
            if (given->file.empty())
              return usage("batch: a file is missing.",
                           "Name a file with requests, or - for standard input.");
            return Command{*given};
          }};
}

}  // namespace teamsctl::cli
