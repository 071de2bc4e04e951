#include <catch2/catch.hpp>

#include "environment_in_test.hpp"
#include "parsing.hpp"

using namespace teamsctl;
using namespace teamsctl::cli;

namespace {

std::vector<std::string> certificate(std::vector<std::string> more) {
  std::vector<std::string> all{"--auth", "certificate", "get-tenant"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace

TEST_CASE("a certificate needs a tenant, an application and itself") {
  CHECK(refusal(certificate({})).hint.find("--tenant-id") != std::string::npos);
  CHECK(refusal(certificate({"--tenant-id", "t"})).hint.find("--application-id") !=
        std::string::npos);
  CHECK(refusal(certificate({"--tenant-id", "t", "--application-id", "a"}))
            .hint.find("--certificate-file") != std::string::npos);
  CHECK(refusal(certificate({"--tenant-id", "t", "--application-id", "a", "--certificate-file", "f",
                             "--certificate-thumbprint", "h"}))
            .code == ErrorCode::usage);
  const Options options =
      parsed(certificate({"--tenant-id", "t", "--application-id", "a", "--certificate-file", "f"}));
  CHECK(options.sign_in.auth == AuthType::certificate);
  CHECK(options.sign_in.certificate_file == "f");
}

TEST_CASE(
    "what belongs to another way of signing in is a mistake on the command line, and unused "
    "elsewhere") {
  for (const char* option : {"--application-id", "--certificate-file",
                             "--certificate-password-file", "--access-tokens-file"})
    CHECK(refusal({option, "x", "get-tenant"}).code == ErrorCode::usage);
  CHECK(refusal(certificate({"--password-file", "x"})).hint ==
        "It belongs to --auth user or device-code.");
  CHECK(refusal({"--auth", "managed-identity", "--environment", "TeamsDOD", "get-tenant"}).code ==
        ErrorCode::usage);
  CHECK(parsed({"--environment", "TeamsDOD", "get-tenant"}).sign_in.environment == "TeamsDOD");

  const Variables variables{{"TEAMSCTL_APPLICATION_ID", "a"},
                            {"TEAMSCTL_CERTIFICATE_PASSWORD", "p"},
                            {"TEAMSCTL_ACCESS_TOKENS_FILE", "-"}};
  const Options options = parsed({"--mfa-code-file", "-", "get-tenant"});
  CHECK(options.sign_in.application_id.empty());
  CHECK(options.sign_in.certificate_password.empty());
  CHECK(options.sign_in.access_tokens.empty());
}

TEST_CASE(
    "a source of codes that is not needed is no mistake: one command line serves every account") {
  const Options options = parsed(
      {"--auth", "managed-identity", "--mfa-code-file", "-", "--mfa-code", "1", "get-tenant"});
  CHECK(options.sign_in.mfa_code.empty());
}

TEST_CASE("of two certificates the one closer to the call counts") {
  const Variables variables{{"TEAMSCTL_CERTIFICATE_FILE", "f"},
                            {"TEAMSCTL_TENANT_ID", "t"},
                            {"TEAMSCTL_APPLICATION_ID", "a"}};
  const Options options = parsed(certificate({"--certificate-thumbprint", "AB"}));
  CHECK(options.sign_in.certificate_file.empty());
  CHECK(options.sign_in.certificate_thumbprint == "AB");
}

TEST_CASE("access tokens may come from the terminal, and a device code needs nothing") {
  CHECK(parsed({"--auth", "access-token", "get-tenant"}).sign_in.access_tokens.empty());
  CHECK(parsed({"--auth", "access-token", "--access-tokens-fd", "0", "get-tenant"})
            .sign_in.access_tokens.size() == 1);
  CHECK(parsed({"--auth", "device-code", "get-tenant"}).sign_in.username.empty());
}

TEST_CASE("the simulated tenant needs nothing; its scenario stands behind an equals sign") {
  const Options user = parsed({"--simulate", "get-tenant"});
  CHECK(user.simulate == "default");
  CHECK(user.sign_in.username == "mfa@contoso.example");
  CHECK(user.sign_in.password.size() == 1);
  CHECK(parsed({"--simulate=noise", "get-tenant"}).simulate == "noise");
  CHECK(parsed({"--simulate", "-u", "u@elsewhere.example", "get-tenant"}).sign_in.password.empty());

  const Options device = parsed({"--simulate", "--auth", "device-code", "get-tenant"});
  CHECK(device.sign_in.username == "device@contoso.example");
  CHECK(device.sign_in.password.empty());

  const Options application = parsed(certificate({"--simulate", "--certificate-file", "f"}));
  CHECK(application.sign_in.tenant_id == "contoso.example");
  CHECK(application.sign_in.application_id == "11111111-2222-4333-8444-555555555555");
}
