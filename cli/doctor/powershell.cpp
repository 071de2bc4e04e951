#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>

#include "doctor/findings.hpp"
#include "session/session_setup.hpp"

namespace teamsctl::cli {
namespace {

/// One pwsh for all that only pwsh knows.
class Probe {
 public:
  explicit Probe(const Options& options, Log& log) {
    session_.emplace(loop_, session_options(options, log),
                     [this](const Event& event) { take(event); });
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
  return row.is_object() && found != row.end() && found->is_string() ? found->get<std::string>()
                                                                     : "";
}

}  // namespace

void look_at_powershell(const Options& options, Log& log, Findings& findings) {
  const Probe probe(options, log);
  const std::string simulated = options.simulate ? " (simulated)" : "";
  if (probe.powershell.empty()) {
    findings.push_back({Verdict::wrong, "pwsh",
                        probe.error ? probe.error->message : "PowerShell did not start.",
                        probe.error ? probe.error->hint : "",
                        probe.error ? probe.error->code : ErrorCode::child_lost});
    return;
  }
  findings.push_back({Verdict::ok, "pwsh",
                      "PowerShell " + probe.powershell +
                          (simulated.empty() ? " (" + options.pwsh + ")" : simulated),
                      ""});
  if (!options.simulate)
    findings.push_back(
        probe.host_from_cache
            ? Finding{Verdict::ok, "session host", "taken from " + session_host_cache(), ""}
            : Finding{Verdict::note, "session host",
                      "was compiled now; the next start is a second faster if " +
                          session_host_cache() + " can be written",
                      ""});
  if (probe.error) {
    findings.push_back(
        {Verdict::wrong, "module", probe.error->message, probe.error->hint, probe.error->code});
  } else if (probe.modules.empty()) {
    findings.push_back({Verdict::wrong, "module",
                        "MicrosoftTeams is not installed where this PowerShell looks",
                        "pwsh -c 'Install-Module MicrosoftTeams -Scope CurrentUser'; PSModulePath "
                        "says where PowerShell looks.",
                        ErrorCode::module_missing});
  }
  for (std::size_t i = 0; i < probe.modules.size(); ++i) {
    const std::string base = text_of(probe.modules[i], "ModuleBase");
    findings.push_back({i == 0 ? Verdict::ok : Verdict::note, "module",
                        "MicrosoftTeams " + text_of(probe.modules[i], "Version") +
                            (base.empty() ? "" : " in " + base),
                        i == 0 ? "" : "PowerShell loads the newest; remove what is not used."});
  }
}

}  // namespace teamsctl::cli
