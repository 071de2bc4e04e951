#include "messages/sign_in.hpp"

#include <utility>

namespace teamsctl::cli {
namespace {

SignIn::As user(MessageFields& fields) {
  return UserSignIn{.username = fields.text("username").value_or(""),
                    .password = fields.secret("password")};
}

SignIn::As certificate(MessageFields& fields) {
  const std::string application = fields.text("application_id").value_or("");
  if (application.empty())
    fields.wrong("application_id", "it is missing", "Give the GUID of the app registration.");
  if (fields.has("certificate_file") == fields.has("certificate_thumbprint"))
    fields.wrong("certificate_file",
                 "either this or certificate_thumbprint is wanted, and not both");
  if (fields.has("certificate_thumbprint"))
    return ThumbprintSignIn{.application_id = application,
                            .thumbprint = fields.text("certificate_thumbprint").value_or("")};
  return CertificateSignIn{.application_id = application,
                           .file = fields.text("certificate_file").value_or(""),
                           .password = fields.secret("certificate_password")};
}

SignIn::As access_tokens(MessageFields& fields) {
  AccessTokensSignIn tokens{.graph = fields.secret("graph_token"),
                            .teams = fields.secret("teams_token")};
  if (tokens.graph.has_value() != tokens.teams.has_value())
    fields.wrong(tokens.graph ? "teams_token" : "graph_token", "it is missing",
                 "Give both tokens, or none to be asked for them.");
  return tokens;
}

}  // namespace

SignIn read_credentials(MessageFields& fields) {
  SignIn sign_in;
  const std::string type = fields.text("auth_type").value_or("user");
  if (type == "user") {
    sign_in.as = user(fields);
  } else if (type == "device_code") {
    sign_in.as = DeviceCodeSignIn{.username = fields.text("username").value_or("")};
  } else if (type == "certificate") {
    sign_in.as = certificate(fields);
  } else if (type == "access_tokens") {
    sign_in.as = access_tokens(fields);
  } else if (type == "managed_identity") {
    sign_in.as = ManagedIdentitySignIn{};
  } else {
    fields.wrong("auth_type", "there is no such way to sign in",
                 "Write user, device_code, certificate, access_tokens or managed_identity.");
  }
  sign_in.environment = fields.text("environment").value_or("");
  if (const std::string& cloud = sign_in.environment;
      !cloud.empty() && cloud != "TeamsGCCH" && cloud != "TeamsDOD" && cloud != "TeamsChina")
    fields.wrong("environment", "there is no such cloud",
                 "Write TeamsGCCH, TeamsDOD or TeamsChina, or leave it out.");
  return sign_in;
}

}  // namespace teamsctl::cli
