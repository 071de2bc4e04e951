#include "options/secret_options.hpp"

#include <sys/stat.h>

#include <string_view>
#include <utility>

#include "teamsctl/secret_source.hpp"

namespace teamsctl::cli {
namespace {

using Kind = SecretLocator::Kind;

SecretLocator from_variable(const GivenOption& option, EnvironmentSecrets& environment) {
  const std::string name = option.source + " " + option.text;
  std::optional<Secret> value = environment.take(option.text);
  if (!value) return {.kind = Kind::failed, .name = name, .text = "the variable is not set"};
  if (value->empty()) return {.kind = Kind::failed, .name = name, .text = "the variable is empty"};
  return {.kind = Kind::value, .name = name, .value = std::move(value)};
}

SecretLocator located(const OptionRow& row, const GivenOption& option, GivenSecrets& secrets) {
  switch (row.form) {
    case SecretForm::argument:
      return {.kind = Kind::value, .name = option.source, .value = std::move(secrets.mfa_code)};
    case SecretForm::file:
      return {.kind = Kind::file, .name = option.source, .text = option.text};
    case SecretForm::descriptor:
      return {.kind = Kind::descriptor,
              .name = option.source,
              .descriptor = static_cast<int>(*parse_number(option.text))};
    case SecretForm::variable:
      return from_variable(option, secrets.environment);
    case SecretForm::command:
      break;
  }
  return {.kind = Kind::command, .name = option.source, .text = option.text};
}

SecretLocators locators_of(const SecretKind& secret, const GivenOptions& given,
                           GivenSecrets& secrets) {
  SecretLocators locators;
  for (const OriginKind origin : {OriginKind::flag, OriginKind::environment, OriginKind::profile}) {
    for (const OptionRow& row : option_table()) {
      if (row.secret != &secret) continue;
      const auto option = given.find(row.shape.name);
      if (option != given.end() && option->second.origin == origin)
        locators.push_back(located(row, option->second, secrets));
    }
    const std::string name = variable_name(secret.name);
    if (origin != OriginKind::environment) continue;
    if (std::optional<Secret> value = secrets.environment.take(name); value && !value->empty())
      locators.push_back({.kind = Kind::value, .name = name, .value = std::move(value)});
  }
  if (const std::string file = credential_file(secret.name); !file.empty())
    locators.push_back({.kind = Kind::file,
                        .name = "$CREDENTIALS_DIRECTORY/teamsctl." + secret.name,
                        .text = file,
                        .shared_file = true});
  return locators;
}

bool is_stdin(const OptionRow& row, const std::string& text) {
  if (row.secret == nullptr) return false;
  if (row.form == SecretForm::descriptor) return parse_number(text) == 0;
  if (row.form != SecretForm::file) return false;
  for (const std::string_view path : {"-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"})
    if (text == path) return true;
  return false;
}

}  // namespace

void take_secret_variables(EnvironmentSecrets& environment) {
  for (const SecretKind& secret : secret_kinds())
    (void)environment.take(variable_name(secret.name));
}

std::optional<Error> locate_secrets(const GivenOptions& given, GivenSecrets& secrets,
                                    SignInOptions& sign_in) {
  if (given.contains("mfa-code")) {
    const int digits = sign_in.mfa_code_digits;
    secrets.mfa_code = pick_code(*secrets.mfa_code, digits);
    if (!secrets.mfa_code)
      return Error{
          .code = ErrorCode::usage,
          .message = "--mfa-code: that is not a code of " + std::to_string(digits) + " digits.",
          .hint = "Nothing was sent. Give the digits that are shown now."};
  }
  for (const SecretKind& secret : secret_kinds())
    if (serves(secret.only_for, sign_in.auth))
      sign_in.*secret.locators = locators_of(secret, given, secrets);
  return std::nullopt;
}

std::vector<std::string> readers_of_stdin(const GivenOptions& given) {
  std::vector<std::string> readers;
  for (const OptionRow& row : option_table()) {
    const auto option = given.find(row.shape.name);
    if (option != given.end() && is_stdin(row, option->second.text))
      readers.push_back(option->second.source);
  }
  return readers;
}

std::string credential_file(const std::string& secret) {
  const std::optional<std::string> directory = variable("CREDENTIALS_DIRECTORY");
  if (!directory || !directory->starts_with('/')) return {};
  const std::string path = *directory + "/teamsctl." + secret;
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 ? path : std::string();
}

}  // namespace teamsctl::cli
