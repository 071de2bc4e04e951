// The names under which the public enumerations appear in JSON, logs and messages.
#include <array>

#include "teamsctl/challenge.hpp"
#include "teamsctl/event.hpp"

namespace teamsctl {
namespace {

constexpr std::array<std::pair<ChallengeKind, std::string_view>, 11> kinds = {{
    {ChallengeKind::mfa_code, "mfa_code"},
    {ChallengeKind::device_code, "device_code"},
    {ChallengeKind::number_match, "number_match"},
    {ChallengeKind::approval, "approval"},
    {ChallengeKind::password, "password"},
    {ChallengeKind::username, "username"},
    {ChallengeKind::certificate_password, "certificate_password"},
    {ChallengeKind::access_tokens, "access_tokens"},
    {ChallengeKind::choice, "choice"},
    {ChallengeKind::confirm, "confirm"},
    {ChallengeKind::unknown, "unknown"},
}};

}  // namespace

std::string_view name_of(ChallengeKind kind) noexcept {
  for (const auto& [value, name] : kinds)
    if (value == kind) return name;
  return "unknown";
}

std::optional<ChallengeKind> challenge_kind(std::string_view name) noexcept {
  for (const auto& [value, known] : kinds)
    if (known == name) return value;
  return std::nullopt;
}

bool settled_elsewhere(ChallengeKind kind) noexcept {
  return kind == ChallengeKind::device_code || kind == ChallengeKind::number_match ||
         kind == ChallengeKind::approval;
}

std::string_view name_of(MessageLevel level) noexcept {
  switch (level) {
    case MessageLevel::warning:
      return "warning";
    case MessageLevel::verbose:
      return "verbose";
    case MessageLevel::debug:
      return "debug";
    case MessageLevel::information:
      return "information";
    case MessageLevel::host:
      return "host";
    case MessageLevel::error:
      return "error";
  }
  return "host";
}

std::string_view name_of(State state) noexcept {
  switch (state) {
    case State::starting:
      return "starting";
    case State::ready:
      return "ready";
    case State::importing:
      return "importing";
    case State::signing_in:
      return "signing_in";
    case State::awaiting_challenge:
      return "awaiting_challenge";
    case State::verifying:
      return "verifying";
    case State::connected:
      return "connected";
    case State::executing:
      return "executing";
    case State::expired:
      return "expired";
    case State::failed:
      return "failed";
    case State::closing:
      return "closing";
    case State::closed:
      return "closed";
  }
  return "closed";
}

}  // namespace teamsctl
