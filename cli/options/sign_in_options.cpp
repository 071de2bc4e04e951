#include "options/sign_in_options.hpp"

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "teamsctl/secret_source.hpp"

namespace teamsctl::cli {
namespace {

Error usage_error(std::string message, std::string hint) {
  return {.code = ErrorCode::usage, .message = std::move(message), .hint = std::move(hint)};
}

AuthType auth_of(const GivenOptions& given) {
  Options options;
  if (const auto auth = given.find("auth"); auth != given.end())
    option_row("auth").set(options, auth->second.text);
  return options.sign_in.auth;
}

std::string listed(const std::vector<AuthType>& types) {
  std::string list;
  for (const AuthType type : types) list += (list.empty() ? "" : " or ") + name_of(type);
  return list;
}

/// Of the two ways to name a certificate the one that is said closer to this call goes before the
/// other.
void settle_certificate(GivenOptions& given) {
  const auto file = given.find("certificate-file");
  const auto thumbprint = given.find("certificate-thumbprint");
  if (file == given.end() || thumbprint == given.end() ||
      file->second.origin == thumbprint->second.origin)
    return;
  given.erase(file->second.origin < thumbprint->second.origin ? thumbprint : file);
}

std::optional<Error> incomplete_certificate(const SignInOptions& sign_in) {
  if (sign_in.tenant_id.empty())
    return usage_error("--auth certificate needs a tenant.",
                       "Give --tenant-id ID: a GUID or a domain such as contoso.onmicrosoft.com.");
  if (sign_in.application_id.empty())
    return usage_error(
        "--auth certificate needs an application.",
        "Give --application-id GUID, as Entra ID shows it for the app registration.");
  if (sign_in.certificate_file.empty() == sign_in.certificate_thumbprint.empty())
    return usage_error(sign_in.certificate_file.empty() ? "--auth certificate needs a certificate."
                                                        : "Two certificates are given.",
                       "Give either --certificate-file PATH or --certificate-thumbprint HEX.");
  return std::nullopt;
}

}  // namespace

std::optional<Error> drop_foreign_options(GivenOptions& given) {
  const AuthType auth = auth_of(given);
  for (const OptionRow& row : option_table()) {
    const auto option = given.find(row.shape.name);
    if (option == given.end() || serves(row.only_for, auth)) continue;
    const bool mistake =
        option->second.origin == OriginKind::flag && !(row.secret != nullptr && row.secret->spare);
    if (mistake)
      return usage_error(option->second.name + " is of no use with --auth " + name_of(auth) + ".",
                         "It belongs to --auth " + listed(row.only_for) + ".");
    given.erase(option);
  }
  settle_certificate(given);
  return std::nullopt;
}

void complete_simulated_sign_in(Options& options) {
  if (!options.simulate) return;
  SignInOptions& sign_in = options.sign_in;
  const auto fill_in = [](std::string& text, const char* standard) {
    if (text.empty()) text = standard;
  };
  if (sign_in.auth == AuthType::user) {
    fill_in(sign_in.username, "mfa@contoso.example");
    if (sign_in.username.ends_with("@contoso.example") && sign_in.password.empty())
      sign_in.password.push_back({.kind = SecretLocator::Kind::value,
                                  .name = "the simulated tenant",
                                  .value = Secret("Passw0rd!")});
  } else if (sign_in.auth == AuthType::device_code) {
    fill_in(sign_in.username, "device@contoso.example");
  } else if (sign_in.auth == AuthType::certificate) {
    fill_in(sign_in.tenant_id, "contoso.example");
    fill_in(sign_in.application_id, "11111111-2222-4333-8444-555555555555");
  }
}

std::optional<Error> incomplete(const SignInOptions& sign_in) {
  if (sign_in.auth == AuthType::certificate) return incomplete_certificate(sign_in);
  return std::nullopt;
}

std::optional<Error> unusable_certificate_file(const SignInOptions& sign_in) {
  const std::string& file = sign_in.certificate_file;
  if (file.empty()) return std::nullopt;
  std::optional<Error> problem = check_secret_file(file, sign_in.secret_files);
  if (std::error_code failure; !problem && std::filesystem::is_fifo(file, failure))
    problem = Error{.code = ErrorCode::config,
                    .message = file + " is a FIFO.",
                    .hint = "Name a file: a certificate is read more than once."};
  if (problem) problem->message = "--certificate-file: " + problem->message;
  return problem;
}

}  // namespace teamsctl::cli
