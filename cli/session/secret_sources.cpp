#include "session/secret_sources.hpp"

#include <utility>

namespace teamsctl::cli {
namespace {

// Helpers print a code and little more; tokens of Entra ID are long, and there are two.
constexpr SecretShape code_shape{.lines = 1, .longest = 256};
constexpr SecretShape tokens_shape{.lines = 2, .longest = 64 * 1024};

std::unique_ptr<SecretSource> source(const SecretLocator& locator, const SignInOptions& options,
                                     SecretShape shape) {
  switch (locator.kind) {
    case SecretLocator::Kind::value:
      return given_secret(locator.name, locator.value->clone());
    case SecretLocator::Kind::file:
      return file_secret(locator.name, locator.text,
                         locator.shared_file ? FileRule::shared : options.secret_files, shape);
    case SecretLocator::Kind::descriptor:
      return descriptor_secret(locator.name, locator.descriptor, shape);
    case SecretLocator::Kind::command:
      return command_secret(locator.name, locator.text, shape, options.secret_command_timeout);
    case SecretLocator::Kind::failed:
      break;
  }
  return failed_secret(locator.name, locator.text);
}

std::vector<std::unique_ptr<SecretSource>> sources(const SecretLocators& locators,
                                                   const SignInOptions& options,
                                                   SecretShape shape) {
  std::vector<std::unique_ptr<SecretSource>> all;
  for (const SecretLocator& locator : locators) all.push_back(source(locator, options, shape));
  return all;
}

}  // namespace

std::optional<SecretUse> secret_for(const SignInOptions& options, ChallengeKind kind) {
  switch (kind) {
    case ChallengeKind::mfa_code:
      return SecretUse{&options.mfa_code, "An MFA code", code_shape};
    case ChallengeKind::password:
      return SecretUse{&options.password, "A password", {}};
    case ChallengeKind::certificate_password:
      return SecretUse{&options.certificate_password, "The password of the certificate", {}};
    case ChallengeKind::access_tokens:
      return SecretUse{&options.access_tokens, "Two access tokens", tokens_shape};
    default:
      return std::nullopt;
  }
}

std::vector<std::unique_ptr<SecretSource>> sources_for(const SignInOptions& options,
                                                       ChallengeKind kind) {
  const std::optional<SecretUse> use = secret_for(options, kind);
  if (!use) return {};
  std::vector<std::unique_ptr<SecretSource>> all = sources(*use->locators, options, use->shape);
  if (kind == ChallengeKind::mfa_code && !options.totp_secret.empty())
    all.push_back(totp_secret("the TOTP secret", sources(options.totp_secret, options, {}),
                              options.mfa_code_digits));
  return all;
}

std::vector<std::unique_ptr<SecretSource>> agent_passphrase_sources(const SignInOptions& options) {
  return sources(options.agent_passphrase, options, {});
}

bool can_be_read_again(const SecretLocator& locator) {
  switch (locator.kind) {
    case SecretLocator::Kind::value:
    case SecretLocator::Kind::command:
      return true;
    case SecretLocator::Kind::file:
      return locator.text != "-" && !locator.text.starts_with("/dev/") &&
             !locator.text.starts_with("/proc/");
    case SecretLocator::Kind::descriptor:
    case SecretLocator::Kind::failed:
      return false;
  }
  return false;
}

std::string how_to_answer(ChallengeKind kind) {
  switch (kind) {
    case ChallengeKind::mfa_code:
      return "Give the code with --mfa-code-file PATH (- is stdin), --mfa-code-command, "
             "--totp-secret-file, TEAMSCTL_MFA_CODE or --mfa-code, "
             "or run on a terminal.";
    case ChallengeKind::password:
      return "Give the password with --password-file PATH (- is stdin), --password-command or "
             "TEAMSCTL_PASSWORD, or run on a terminal.";
    case ChallengeKind::certificate_password:
      return "Give it with --certificate-password-file PATH (- is stdin), "
             "--certificate-password-command or TEAMSCTL_CERTIFICATE_PASSWORD, "
             "or run on a terminal.";
    case ChallengeKind::access_tokens:
      return "Give two lines, the Graph token and the Teams token, with --access-tokens-file PATH "
             "(- is stdin), --access-tokens-command or "
             "TEAMSCTL_ACCESS_TOKENS.";
    case ChallengeKind::username:
      return "Say whom to sign in as with --username NAME.";
    default:
      return "Run on a terminal to answer it.";
  }
}

}  // namespace teamsctl::cli
