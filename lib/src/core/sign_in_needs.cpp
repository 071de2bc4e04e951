#include "core/sign_in_needs.hpp"

#include <string_view>
#include <utility>

#include "core/overloaded.hpp"

namespace teamsctl::core {
namespace {

constexpr std::string_view white_space = " \t\r\n";

/// Cuts the first word off `text`.
std::string_view next_word(std::string_view& text) {
  const std::size_t begin = text.find_first_not_of(white_space);
  if (begin == std::string_view::npos) return text = {};
  text.remove_prefix(begin);
  const std::string_view word = text.substr(0, text.find_first_of(white_space));
  text.remove_prefix(word.size());
  return word;
}

Challenge secret_challenge(ChallengeKind kind, std::string message) {
  Challenge challenge;
  challenge.kind = kind;
  challenge.message = std::move(message);
  challenge.secret = true;
  return challenge;
}

std::optional<Challenge> need_of(const HostValue& value) {
  return std::visit(
      Overloaded{
          [](const Credential& credential) -> std::optional<Challenge> {
            if (credential.username.empty()) {
              Challenge challenge;
              challenge.kind = ChallengeKind::username;
              challenge.message = "User name";
              return challenge;
            }
            if (credential.password) return std::nullopt;
            return secret_challenge(ChallengeKind::password, "Password for " + credential.username);
          },
          [](const CertificateFile& certificate) -> std::optional<Challenge> {
            if (!certificate.encrypted || certificate.password) return std::nullopt;
            return secret_challenge(ChallengeKind::certificate_password,
                                    "Password of the certificate " + certificate.path);
          },
          [](const SecretTexts& tokens) -> std::optional<Challenge> {
            if (!tokens.texts.empty()) return std::nullopt;
            return secret_challenge(ChallengeKind::access_tokens,
                                    "Access tokens: first for Microsoft Graph, then for Teams");
          },
          [](const auto&) -> std::optional<Challenge> { return std::nullopt; },
      },
      value);
}

}  // namespace

std::optional<Challenge> next_need(const HostParameters& connect) {
  for (const auto& [name, value] : connect)
    if (std::optional<Challenge> need = need_of(value)) return need;
  return std::nullopt;
}

void fill_in(HostParameters& connect, ChallengeKind kind, Secret value) {
  for (auto& [name, parameter] : connect) {
    if (auto* credential = std::get_if<Credential>(&parameter)) {
      if (kind == ChallengeKind::username) credential->username = std::string(value.reveal());
      if (kind == ChallengeKind::password) credential->password = std::move(value);
    } else if (auto* certificate = std::get_if<CertificateFile>(&parameter)) {
      if (kind == ChallengeKind::certificate_password) certificate->password = std::move(value);
    } else if (auto* tokens = std::get_if<SecretTexts>(&parameter);
               tokens != nullptr && kind == ChallengeKind::access_tokens) {
      std::string_view rest = value.reveal();
      for (std::string_view word = next_word(rest); !word.empty(); word = next_word(rest))
        tokens->texts.emplace_back(word);
    }
  }
}

bool is_two_tokens(std::string_view text) {
  return !next_word(text).empty() && !next_word(text).empty() && next_word(text).empty();
}

void for_each_secret(const HostParameters& parameters,
                     const std::function<void(const Secret&)>& take) {
  for (const auto& [name, value] : parameters) {
    if (const auto* credential = std::get_if<Credential>(&value)) {
      if (credential->password) take(*credential->password);
    } else if (const auto* certificate = std::get_if<CertificateFile>(&value)) {
      if (certificate->password) take(*certificate->password);
    } else if (const auto* tokens = std::get_if<SecretTexts>(&value)) {
      for (const Secret& token : tokens->texts) take(token);
    }
  }
}

}  // namespace teamsctl::core
