#include "commands/login.hpp"

#include <cstdio>
#include <variant>

#include "output/error_report.hpp"
#include "output/print_rows.hpp"
#include "session/session_run.hpp"
#include "session/session_setup.hpp"
#include "session/sign_in_texts.hpp"
#include "teamsctl/agent.hpp"

namespace teamsctl::cli {
namespace {

/// The sign-in itself is all there is to do. A session that the agent had already is asked whether
/// the service still takes it.
class LoginJob final : public Job {
 public:
  void begin(SessionRun& run, const Connected& connected) override {
    connected_ = connected;
    if (run.has_signed_in() || asked_) {
      done(run);
      return;
    }
    asked_ = true;
    id_ = run.session().start(GetTenant{});
  }

  void row(SessionRun&, const Row&) override {}

  void finished(SessionRun& run, const Finished& finished) override {
    if (!finished.error)
      done(run);
    else if (finished.error->code == ErrorCode::session_expired ||
             finished.error->code == ErrorCode::not_connected)
      run.sign_in_again();
    else
      run.end(finished.error);
  }

  void interrupt(SessionRun& run) override {
    if (id_ != 0)
      run.session().cancel(id_);
    else
      run.end(std::nullopt);
  }

 private:
  void done(SessionRun& run) {
    run.rows().row(connected_row(connected_));
    run.end(std::nullopt);
  }

  Connected connected_;
  RequestId id_ = 0;
  bool asked_ = false;
};

Error nobody_signed_in() {
  return {.code = ErrorCode::not_connected,
          .message = "Nobody is signed in.",
          .hint = "Write teamsctl login to sign in and keep the session."};
}

}  // namespace

int run_login(Options options) {
  LoginJob job;
  return run_job(std::move(options), job);
}

int run_status(const Options& options) {
  const auto found = agent_status();
  if (const Error* error = std::get_if<Error>(&found))
    return report(error->code == ErrorCode::not_connected ? nobody_signed_in() : *error,
                  options.json_errors);
  const AgentStatus& status = std::get<AgentStatus>(found);
  if (status.sessions.empty()) return report(nobody_signed_in(), options.json_errors);
  return print_rows(status.sessions, options);
}

int run_logout(const Options& options) {
  try {
    Log log(options);
    const SignIn who = sign_in_request(options.sign_in);
    const bool all = std::get<LogoutCommand>(options.command).all;
    const auto ended = end_agent_sessions(all ? nullptr : &who, session_options(options, log));
    const Error* error = std::get_if<Error>(&ended);
    if (error != nullptr && error->code != ErrorCode::not_connected)
      return report(*error, options.json_errors);
    if (!options.quiet && (error != nullptr || std::get<std::size_t>(ended) == 0))
      std::fputs("teamsctl: Nobody is signed in; there is nothing to end.\n", stderr);
    return 0;
  } catch (const Error& error) {
    return report(error, options.json_errors);
  }
}

}  // namespace teamsctl::cli
