#include <variant>

#include "doctor/findings.hpp"
#include "teamsctl/agent.hpp"

namespace teamsctl::cli {

void look_at_agent(Findings& findings) {
  const auto socket = agent_socket();
  if (const Error* error = std::get_if<Error>(&socket)) {
    findings.push_back({Verdict::wrong, "agent", error->message, error->hint, error->code});
    return;
  }
  const std::string& path = std::get<std::string>(socket);
  const auto status = agent_status();
  if (const Error* error = std::get_if<Error>(&status)) {
    if (error->code == ErrorCode::not_connected)
      findings.push_back({Verdict::note, "agent", "none runs; it would be at " + path,
                          "teamsctl login starts it and keeps the session there."});
    else
      findings.push_back({Verdict::wrong, "agent", error->message, error->hint, error->code});
    return;
  }
  const std::size_t count = std::get<AgentStatus>(status).sessions.size();
  findings.push_back({Verdict::ok, "agent",
                      "answers at " + path + " with " + std::to_string(count) +
                          (count == 1 ? " session" : " sessions"),
                      ""});
}

}  // namespace teamsctl::cli
