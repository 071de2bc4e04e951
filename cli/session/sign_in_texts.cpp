#include "session/sign_in_texts.hpp"

#include <fmt/chrono.h>
#include <chrono>
#include <nlohmann/json.hpp>

#include "terminal/terminal_prompter.hpp"
#include "text/json_text.hpp"

namespace teamsctl::cli {

std::string what_to_do(const Challenge& challenge) {
  std::string text = "teamsctl: " + printable(challenge.message) + "\n";
  if (!challenge.url.empty()) text += "teamsctl:   open  " + printable(challenge.url) + "\n";
  if (!challenge.display_code.empty())
    text += std::string("teamsctl:   ") +
            (challenge.kind == ChallengeKind::device_code ? "enter " : "tap   ") +
            printable(challenge.display_code) + "\n";
  if (challenge.expires_at)
    text +=
        fmt::format("teamsctl:   until {:%H:%M:%S}\n",
                    fmt::localtime(std::chrono::system_clock::to_time_t(*challenge.expires_at)));
  return text;
}

std::optional<std::string> clock_skew(const Error& error) {
  if (!error.server_time) return std::nullopt;
  const auto ahead = std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::system_clock::now() - *error.server_time);
  if (std::chrono::abs(ahead) <= std::chrono::seconds(30)) return std::nullopt;
  return "the clock of this machine is " + std::to_string(std::chrono::abs(ahead).count()) + " s " +
         (ahead.count() > 0 ? "ahead of" : "behind") +
         " that of Entra ID; codes and certificates may be refused for that";
}

std::string connected_row(const Connected& connected) {
  return json_text(nlohmann::ordered_json{{"account", connected.account},
                                          {"tenantId", connected.tenant_id},
                                          {"displayName", connected.display_name}});
}

}  // namespace teamsctl::cli
