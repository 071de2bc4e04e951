#include "doctor/doctor.hpp"

#include <fmt/format.h>
#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "doctor/findings.hpp"
#include "output/error_report.hpp"
#include "output/print.hpp"
#include "output/print_rows.hpp"
#include "terminal/terminal_prompter.hpp"
#include "text/json_text.hpp"

namespace teamsctl::cli {
namespace {

std::string_view name_of(Verdict verdict) {
  return verdict == Verdict::ok ? "ok" : verdict == Verdict::note ? "note" : "wrong";
}

std::string as_json(const Finding& finding) {
  return json_text(nlohmann::ordered_json{{"check", finding.check},
                                          {"state", name_of(finding.verdict)},
                                          {"detail", finding.detail},
                                          {"advice", finding.advice}});
}

std::string as_text(const Finding& finding) {
  std::string text = fmt::format("{:5}  {:20}  {}\n", name_of(finding.verdict), finding.check,
                                 printable(finding.detail));
  if (!finding.advice.empty()) text += fmt::format("{:29}{}\n", "", printable(finding.advice));
  return text;
}

/// For a person, unless a format was asked for by name.
bool as_rows(const Options& options) {
  return options.json_errors || options.output != OutputFormat::json || !options.jq.empty();
}

int print_findings(const Findings& findings, const Options& options) {
  if (as_rows(options)) {
    std::vector<std::string> rows;
    for (const Finding& finding : findings) rows.push_back(as_json(finding));
    return print_rows(rows, options);
  }
  std::string text;
  for (const Finding& finding : findings) text += as_text(finding);
  return print(text, options.json_errors);
}

}  // namespace

int run_doctor(Options options) {
  // A pwsh that has ended takes no request any more, which is a finding and not the end.
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  Findings findings;
  try {
    Log log(options);
    look_at_powershell(options, log, findings);
  } catch (const Error& error) {
    return report(error, options.json_errors);
  }
  look_at_certificate(options.sign_in, findings);
  look_at_secrets(options.sign_in, findings);
  look_at_machine(options.sign_in, findings);
  look_at_agent(findings);
  if (const int status = print_findings(findings, options); status != 0) return status;
  const auto wrong = std::find_if(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.verdict == Verdict::wrong;
  });
  return wrong == findings.end() ? 0 : exit_status(wrong->code);
}

}  // namespace teamsctl::cli
