#include "doctor.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fmt/chrono.h>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "error_report.hpp"
#include "log.hpp"
#include "secret_sources.hpp"
#include "session_setup.hpp"
#include "teamsctl/certificate.hpp"
#include "terminal_prompter.hpp"

namespace teamsctl::cli {
namespace {

using std::chrono::system_clock;

enum class Verdict { ok, note, wrong };

struct Finding {
  Verdict verdict;
  std::string check;
  std::string detail;
  std::string advice;
  ErrorCode code = ErrorCode::ok;  ///< of what is wrong
};

std::string_view name_of(Verdict verdict) {
  return verdict == Verdict::ok ? "ok" : verdict == Verdict::note ? "note" : "wrong";
}

/// One pwsh for all that only pwsh knows.
class Probe {
 public:
  explicit Probe(const Options& options, Log& log) {
    session_.emplace(loop_, session_options(options, log), [this](const Event& event) { take(event); });
    request_ = session_->start(GetModule{});
    while (!ended_) loop_.run_one(std::chrono::hours(1));
    session_->close();
    while (!closed_) loop_.run_one(std::chrono::hours(1));
  }

  std::string powershell;
  bool host_from_cache = false;
  std::vector<nlohmann::json> modules;
  std::optional<Error> error;

 private:
  void take(const Event& event) {
    if (const auto* ready = std::get_if<Ready>(&event)) {
      powershell = ready->powershell;
      host_from_cache = ready->host_from_cache;
    } else if (const auto* row = std::get_if<Row>(&event)) {
      modules.push_back(nlohmann::json::parse(row->json, nullptr, false));
    } else if (const auto* finished = std::get_if<Finished>(&event)) {
      ended_ = ended_ || finished->request == request_;
      if (!error) error = finished->error;
    } else if (const auto* closed = std::get_if<Closed>(&event)) {
      if (!error) error = closed->error;
      closed_ = true;
    }
  }

  Loop loop_;
  std::optional<Session> session_;
  RequestId request_ = 0;
  bool ended_ = false;
  bool closed_ = false;
};

std::string text_of(const nlohmann::json& row, const char* member) {
  const auto found = row.is_object() ? row.find(member) : row.end();
  return row.is_object() && found != row.end() && found->is_string() ? found->get<std::string>() : "";
}

std::string date(system_clock::time_point time) { return fmt::format("{:%F}", fmt::gmtime(time)); }

void look_at_powershell(const Options& options, Log& log, std::vector<Finding>& findings) {
  const Probe probe(options, log);
  const std::string simulated = options.simulate ? " (simulated)" : "";
  if (probe.powershell.empty()) {
    findings.push_back({Verdict::wrong, "pwsh", probe.error ? probe.error->message : "PowerShell did not start.",
                        probe.error ? probe.error->hint : "", probe.error ? probe.error->code : ErrorCode::child_lost});
    return;
  }
  findings.push_back({Verdict::ok, "pwsh", "PowerShell " + probe.powershell + simulated, ""});
  if (!options.simulate) findings.push_back(probe.host_from_cache
                         ? Finding{Verdict::ok, "session host", "taken from " + session_host_cache(), ""}
                         : Finding{Verdict::note, "session host", "was compiled now; the next start is a second faster if " + session_host_cache() + " can be written", ""});
  if (probe.error) {
    findings.push_back({Verdict::wrong, "module", probe.error->message, probe.error->hint, probe.error->code});
  } else if (probe.modules.empty()) {
    findings.push_back({Verdict::wrong, "module", "MicrosoftTeams is not installed where this PowerShell looks",
                        "pwsh -c 'Install-Module MicrosoftTeams -Scope CurrentUser'; PSModulePath says where PowerShell looks.",
                        ErrorCode::module_missing});
  }
  for (std::size_t i = 0; i < probe.modules.size(); ++i) {
    const std::string base = text_of(probe.modules[i], "ModuleBase");
    findings.push_back({i == 0 ? Verdict::ok : Verdict::note, "module",
                        "MicrosoftTeams " + text_of(probe.modules[i], "Version") + (base.empty() ? "" : " in " + base),
                        i == 0 ? "" : "PowerShell loads the newest; remove what is not used."});
  }
}

void look_at_certificate(const SignInOptions& options, std::vector<Finding>& findings) {
  if (options.certificate_file.empty()) return;
  const std::string& file = options.certificate_file;
  if (const std::optional<Error> problem = check_secret_file(file, options.secret_files)) {
    findings.push_back({Verdict::wrong, "certificate", problem->message, problem->hint, problem->code});
    return;
  }
  if (certificate_needs_password(file)) {
    const bool has_source = !options.certificate_password.empty();
    findings.push_back({Verdict::note, "certificate", file + " is encrypted; its password comes from " + (has_source ? options.certificate_password.front().name : "the terminal"),
                        "Whether the password is right shows only when it is used: teamsctl login."});
    return;
  }
  const auto opened = inspect_certificate(file, nullptr);
  if (const auto* error = std::get_if<Error>(&opened)) {
    findings.push_back({Verdict::wrong, "certificate", error->message, error->hint, error->code});
    return;
  }
  const auto& certificate = std::get<CertificateInfo>(opened);
  const auto now = system_clock::now();
  Finding finding{Verdict::ok, "certificate", certificate.subject + ", thumbprint " + certificate.thumbprint + ", until " + date(certificate.not_after), ""};
  if (now > certificate.not_after || now < certificate.not_before) {
    finding.verdict = Verdict::wrong;
    finding.code = ErrorCode::config;
    finding.advice = now > certificate.not_after ? "It has expired. Make a new one and register it for the application in Entra ID."
                                                 : "It is not valid before " + date(certificate.not_before) + ". Check the clock.";
  } else if (certificate.not_after - now < std::chrono::days(30)) {
    finding.verdict = Verdict::note;
    finding.advice = "It expires in less than 30 days.";
  }
  findings.push_back(std::move(finding));
}

/// Looks at the places where a secret would come from, and at none of the secrets.
void look_at_secrets(const SignInOptions& options, std::vector<Finding>& findings) {
  const auto look = [&](const char* what, const SecretLocators& locators) {
    for (const SecretLocator& locator : locators) {
      std::optional<Error> problem;
      if (locator.kind == SecretLocator::Kind::failed)
        problem = Error{.code = ErrorCode::config, .message = locator.name + ": " + locator.text + ".", .hint = "Set it, or leave the option out."};
      else if (locator.kind == SecretLocator::Kind::file && can_be_read_again(locator))
        problem = check_secret_file(locator.text, locator.shared_file ? FileRule::shared : options.secret_files);
      if (problem)
        findings.push_back({Verdict::wrong, what, problem->message, problem->hint, problem->code});
      else
        findings.push_back({Verdict::ok, what, "from " + locator.name, ""});
    }
  };
  look("password", options.password);
  look("MFA code", options.mfa_code);
  look("TOTP secret", options.totp_secret);
  look("certificate password", options.certificate_password);
  look("access tokens", options.access_tokens);
}

Finding look_at_terminal(const SignInOptions& options) {
  if (options.no_input) return {Verdict::note, "terminal", "not used (--no-input)", ""};
  if (terminal_usable()) return {Verdict::ok, "terminal", "questions can be asked on it", ""};
  return {Verdict::note, "terminal", "there is none", "Every answer has to come from an option, a variable or the profile."};
}

Finding look_at_clock() {
  timex about{};
  const int state = ::adjtimex(&about);
  const std::string now = fmt::format("{:%FT%TZ}", fmt::gmtime(system_clock::now()));
  if (state >= 0 && state != TIME_ERROR) return {Verdict::ok, "clock", now + ", kept right by the system", ""};
  return {Verdict::note, "clock", now + "; nothing says that it is kept right", "Codes by time and certificates need a clock that is right to half a minute."};
}

Finding look_at_directory(const char* check, const std::string& path) {
  struct stat about {};
  if (path.empty()) return {Verdict::note, check, "there is no place for it (HOME is not set)", ""};
  // It is made when it is needed; what counts is the nearest one that is there.
  std::string there = path;
  while (there.size() > 1 && ::stat(there.c_str(), &about) != 0) there.resize(std::max<std::size_t>(there.rfind('/'), 1));
  const bool others_write = (about.st_mode & (S_IWGRP | S_IWOTH)) != 0 && (about.st_mode & S_ISVTX) == 0;
  if (others_write)
    return {Verdict::wrong, check, there + " can be written by others", "Take that away: chmod go-w " + there, ErrorCode::insecure};
  if (there != path) return {Verdict::note, check, path + " does not exist yet", ::access(there.c_str(), W_OK) == 0 ? "" : there + " cannot be written."};
  return {Verdict::ok, check, path, ""};
}

std::string config_directory() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  if (config != nullptr && *config == '/') return std::string(config) + "/teamsctl";
  return home != nullptr && *home == '/' ? std::string(home) + "/.config/teamsctl" : "";
}

Finding look_at_memory() {
  rlimit core{};
  ::getrlimit(RLIMIT_CORE, &core);
  if (core.rlim_cur != 0) return {Verdict::wrong, "memory", "core dumps could not be turned off", "Start teamsctl with ulimit -c 0.", ErrorCode::insecure};
  if (!secrets_are_locked())
    return {Verdict::note, "memory", "secrets may be swapped out: memory cannot be locked", "Allow it: ulimit -l 1024 (LimitMEMLOCK in systemd)."};
  return {Verdict::ok, "memory", "secrets stay in memory that is neither swapped nor dumped", ""};
}

void print(const std::vector<Finding>& findings, bool json) {
  std::string text;
  if (json) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const Finding& finding : findings)
      rows.push_back({{"check", finding.check}, {"state", name_of(finding.verdict)}, {"detail", finding.detail}, {"advice", finding.advice}});
    text = rows.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  } else {
    for (const Finding& finding : findings) {
      text += fmt::format("{:5}  {:20}  {}\n", name_of(finding.verdict), finding.check, printable(finding.detail));
      if (!finding.advice.empty()) text += fmt::format("{:29}{}\n", "", printable(finding.advice));
    }
  }
  std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace

int run_doctor(Options options) {
  std::vector<Finding> findings;
  try {
    Log log(options);
    look_at_powershell(options, log, findings);
  } catch (const Error& error) {
    return report(error, options.json_errors);
  }
  look_at_certificate(options.sign_in, findings);
  look_at_secrets(options.sign_in, findings);
  findings.push_back(look_at_terminal(options.sign_in));
  findings.push_back(look_at_clock());
  findings.push_back(look_at_directory("configuration", config_directory()));
  findings.push_back(look_at_directory("cache", session_host_cache()));
  findings.push_back(look_at_memory());
  print(findings, options.json_errors);
  if (std::fflush(stdout) != 0) return exit_status(ErrorCode::output);
  const auto wrong = std::find_if(findings.begin(), findings.end(), [](const Finding& finding) { return finding.verdict == Verdict::wrong; });
  return wrong == findings.end() ? 0 : exit_status(wrong->code);
}

}  // namespace teamsctl::cli
