#include "commands/one_shot.hpp"

#include <iostream>
#include <string>
#include <utility>
#include <variant>

#include "bulk/assign.hpp"
#include "commands/run_text.hpp"
#include "output/error_report.hpp"
#include "session/change_question.hpp"
#include "session/session_run.hpp"

namespace teamsctl::cli {
namespace {

/// One request, and its rows.
class OneRequest : public Job {
 public:
  explicit OneRequest(Request request) : request_(std::move(request)) {}

  void begin(SessionRun& run, const Connected&) override {
    id_ = run.session().start(std::move(request_));
  }

  void finished(SessionRun& run, const Finished& finished) override { run.end(finished.error); }

  void interrupt(SessionRun& run) override { run.session().cancel(id_); }

  void message(SessionRun& run, const Message& message) override {
    // Of several things that were asked for one was refused: its name must not be a matter of -v.
    if (message.level == MessageLevel::error && names_failures_) {
      run.progress().clear();
      run.log().warn(message.text);
      return;
    }
    run.say(message);
  }

  void name_failures() { names_failures_ = true; }

 private:
  Request request_;
  RequestId id_ = 0;
  bool names_failures_ = false;
};

/// "-" among the users stands for those on standard input, one a line.
void take_users_from_stdin(CommandArguments& arguments) {
  const auto found = arguments.find("users");
  if (found == arguments.end()) return;
  std::vector<std::string> users;
  for (std::string& user : found->second) {
    if (user != "-") {
      users.push_back(std::move(user));
      continue;
    }
    std::string line;
    while (std::getline(std::cin, line)) {
      while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t'))
        line.pop_back();
      line.erase(0, line.find_first_not_of(" \t"));
      if (!line.empty()) users.push_back(std::move(line));
    }
  }
  found->second = std::move(users);
}

int run_teams_command(Options options) {
  TeamsCommand& command = std::get<TeamsCommand>(options.command);
  take_users_from_stdin(command.arguments);
  std::variant<Request, Error> made = request_for(*command.info, command.arguments);
  if (const Error* error = std::get_if<Error>(&made)) {
    // Nobody was named on standard input: an empty list has an empty answer.
    return report(*error, options.json_errors);
  }
  Request& request = std::get<Request>(made);
  if (command.dry_run) return print_dry_run(request, options);
  if (command.info->changes && !command.yes)
    if (const std::optional<Error> refused = ask_before_change(request, options))
      return report(*refused, options.json_errors);
  OneRequest job(std::move(request));
  if (command.info->shape == CommandShape::users || command.info->shape == CommandShape::policies)
    job.name_failures();
  const CommandInfo& info = *command.info;
  return run_job(std::move(options), job, info.columns);
}

}  // namespace

int run_one_shot(Options options) {
  if (std::holds_alternative<TeamsCommand>(options.command))
    return run_teams_command(std::move(options));
  if (std::holds_alternative<BulkAssignCommand>(options.command))
    return run_bulk_assign(std::move(options));
  return run_text(std::move(options));
}

}  // namespace teamsctl::cli
