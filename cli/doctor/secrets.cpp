#include <fmt/chrono.h>
#include <chrono>

#include "doctor/findings.hpp"
#include "session/secret_sources.hpp"
#include "teamsctl/certificate.hpp"

namespace teamsctl::cli {
namespace {

using std::chrono::system_clock;

std::string date(system_clock::time_point time) { return fmt::format("{:%F}", fmt::gmtime(time)); }

}  // namespace

void look_at_certificate(const SignInOptions& options, Findings& findings) {
  if (options.certificate_file.empty()) return;
  const std::string& file = options.certificate_file;
  if (const std::optional<Error> problem = check_secret_file(file, options.secret_files)) {
    findings.push_back(
        {Verdict::wrong, "certificate", problem->message, problem->hint, problem->code});
    return;
  }
  if (certificate_needs_password(file)) {
    const bool has_source = !options.certificate_password.empty();
    findings.push_back(
        {Verdict::note, "certificate",
         file + " is encrypted; its password comes from " +
             (has_source ? options.certificate_password.front().name : "the terminal"),
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
  Finding finding{Verdict::ok, "certificate",
                  certificate.subject + ", thumbprint " + certificate.thumbprint + ", until " +
                      date(certificate.not_after),
                  ""};
  if (now > certificate.not_after || now < certificate.not_before) {
    finding.verdict = Verdict::wrong;
    finding.code = ErrorCode::config;
    finding.advice =
        now > certificate.not_after
            ? "It has expired. Make a new one and register it for the application in Entra ID."
            : "It is not valid before " + date(certificate.not_before) + ". Check the clock.";
  } else if (certificate.not_after - now < std::chrono::days(30)) {
    finding.verdict = Verdict::note;
    finding.advice = "It expires in less than 30 days.";
  }
  findings.push_back(std::move(finding));
}

void look_at_secrets(const SignInOptions& options, Findings& findings) {
  const auto look = [&](const char* what, const SecretLocators& locators) {
    for (const SecretLocator& locator : locators) {
      std::optional<Error> problem;
      if (locator.kind == SecretLocator::Kind::failed)
        problem = Error{.code = ErrorCode::config,
                        .message = locator.name + ": " + locator.text + ".",
                        .hint = "Set it, or leave the option out."};
      else if (locator.kind == SecretLocator::Kind::file && can_be_read_again(locator))
        problem = check_secret_file(locator.text,
                                    locator.shared_file ? FileRule::shared : options.secret_files);
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

}  // namespace teamsctl::cli
