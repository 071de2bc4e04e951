#include "program.hpp"

#include <fcntl.h>

#include <exception>
#include <new>
#include <span>
#include <string_view>
#include <utility>
#include <variant>

#include "batch/batch.hpp"
#include "command_line/parse_options.hpp"
#include "commands/agent_command.hpp"
#include "commands/config_command.hpp"
#include "commands/detect.hpp"
#include "commands/login.hpp"
#include "commands/one_shot.hpp"
#include "doctor/doctor.hpp"
#include "options/options.hpp"
#include "output/error_report.hpp"
#include "output/print.hpp"
#include "serve/serve.hpp"
#include "session/agent_process.hpp"
#include "teamsctl/simulator.hpp"

namespace teamsctl::cli {
namespace {

/// A program that is started without stdin, stdout or stderr would get its next file in that place,
/// and an error message into that file.
void open_standard_descriptors() {
  for (const int descriptor : {0, 1, 2})
    if (::fcntl(descriptor, F_GETFD) < 0) (void)::open("/dev/null", O_RDWR);
}

int run_command(std::vector<std::string> arguments) {
  auto parsed = parse_options(std::move(arguments));
  if (const auto* information = std::get_if<Information>(&parsed))
    return print(information->text, false);
  if (const auto* usage = std::get_if<UsageError>(&parsed))
    return report(usage->error, usage->json);
  Options& options = std::get<Options>(parsed);
  if (const auto* detect = std::get_if<DetectOptions>(&options.command))
    return run_detect(*detect, options);
  if (std::holds_alternative<ConfigCommand>(options.command)) return run_config(options);
  if (std::holds_alternative<StatusCommand>(options.command)) return run_status(options);
  if (std::holds_alternative<LogoutCommand>(options.command)) return run_logout(options);
  if (std::holds_alternative<LoginCommand>(options.command)) return run_login(std::move(options));
  if (std::holds_alternative<AgentCommand>(options.command))
    return run_agent_command(std::move(options));
  if (std::holds_alternative<DoctorCommand>(options.command)) return run_doctor(std::move(options));
  if (std::holds_alternative<ServeCommand>(options.command)) return run_serve(std::move(options));
  if (std::holds_alternative<BatchCommand>(options.command)) return run_batch(std::move(options));
  return run_one_shot(std::move(options));
}

}  // namespace

int run(std::vector<std::string> arguments) {
  open_standard_descriptors();
  if (!arguments.empty() && arguments.front() == simulator_word) {
    const std::vector<std::string_view> rest(arguments.begin() + 1, arguments.end());
    return run_simulator(rest);
  }
  if (!arguments.empty() && arguments.front() == agent_word)
    return run_agent_process({arguments.begin() + 1, arguments.end()});
  const bool json = wants_json_errors(arguments);
  try {
    return run_command(std::move(arguments));
  } catch (const std::bad_alloc&) {
    return report({.code = ErrorCode::child_lost,
                   .message = "There is too little memory to go on.",
                   .hint = "Check the limits of this process (ulimit -v)."},
                  json);
  } catch (const std::exception& error) {
    return report({.code = ErrorCode::internal,
                   .message = error.what(),
                   .hint = "This is a bug of teamsctl's. Please report it."},
                  json);
  }
}

}  // namespace teamsctl::cli
