#include "session/session_setup.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>

#include "session/transcript_file.hpp"
#include "teamsctl/simulator.hpp"

namespace teamsctl::cli {
namespace {

/// The agent works in a directory of its own, and a session is told apart by its files.
std::string absolute(const std::string& path) {
  std::error_code failed;
  if (path.empty() || path.starts_with('/')) return path;
  const std::filesystem::path whole = std::filesystem::absolute(path, failed);
  return failed ? path : whole.string();
}

std::string absolute_scenario(const std::string& scenario) {
  constexpr std::string_view replay = "replay:";
  if (scenario.starts_with(replay))
    return std::string(replay) + absolute(scenario.substr(replay.size()));
  const std::vector<std::string_view> built_in = built_in_scenarios();
  const bool named =
      scenario.empty() || std::find(built_in.begin(), built_in.end(), scenario) != built_in.end();
  return named ? scenario : absolute(scenario);
}

}  // namespace

SessionOptions session_options(const Options& options, Log& log) {
  SessionOptions session;
  session.pwsh = options.pwsh;
  session.limits = options.limits;
  session.prompt_rules = options.prompt_rules;
  // For the person at the command line the sign-in begins when the program does.
  if (const auto whole = options.limits.sign_in; whole.count() != 0) {
    session.limits.start = std::min(session.limits.start, whole);
    session.limits.import = std::min(session.limits.import, whole);
  }
  session.log = [&log](LogLevel level, std::string_view text) {
    level == LogLevel::debug  ? log.debug(text)
    : level == LogLevel::info ? log.info(text)
                              : log.warn(text);
  };
  if (options.simulate)
    session.simulation = Simulation{.program = "/proc/self/exe",
                                    .scenario = absolute_scenario(*options.simulate),
                                    .numbers = options.simulate_numbers,
                                    .state = absolute(options.simulate_state)};
  if (!options.transcript.empty()) {
    auto file = std::make_shared<TranscriptFile>(options.transcript, log);
    session.transcript = [file](const TranscriptEntry& entry) { file->add(entry); };
  }
  return session;
}

SignIn sign_in_request(const SignInOptions& options) {
  SignIn request;
  request.tenant_id = options.tenant_id;
  request.environment = options.environment;
  request.mfa_code_digits = options.mfa_code_digits;
  switch (options.auth) {
    case AuthType::user:
      request.as = UserSignIn{.username = options.username};
      break;
    case AuthType::device_code:
      request.as = DeviceCodeSignIn{.username = options.username};
      break;
    case AuthType::certificate:
      if (options.certificate_thumbprint.empty())
        request.as = CertificateSignIn{.application_id = options.application_id,
                                       .file = absolute(options.certificate_file)};
      else
        request.as = ThumbprintSignIn{.application_id = options.application_id,
                                      .thumbprint = options.certificate_thumbprint};
      break;
    case AuthType::access_token:
      request.as = AccessTokensSignIn{};
      break;
    case AuthType::managed_identity:
      request.as = ManagedIdentitySignIn{};
      break;
  }
  return request;
}

Error cannot_be_set_up(const std::string& what, const std::exception& problem) {
  return {.code = ErrorCode::child_lost,
          .message = what + " cannot be set up: " + problem.what() + ".",
          .hint = "Check the limits of this process (ulimit -a)."};
}

}  // namespace teamsctl::cli
