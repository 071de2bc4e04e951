#include <fcntl.h>
#include <unistd.h>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>

#include "environment_in_test.hpp"
#include "parsing.hpp"

using namespace teamsctl;
using namespace teamsctl::cli;

namespace {

using Kind = SecretLocator::Kind;

std::vector<std::string> names(const SecretLocators& locators) {
  std::vector<std::string> all;
  for (const SecretLocator& locator : locators) all.push_back(locator.name);
  return all;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "a secret is looked for on the command line, in the environment, in the profile, in the "
    "credentials directory") {
  const TestDirectory directory;
  directory.write("teamsctl/config.toml",
                  "[profile.work]\nmfa_code_file = 'code'\nmfa_code_env = "
                  "'P_CODE'\nmfa_code_command = 'ask'\npassword_file = 'p'\n");
  directory.write("credentials/teamsctl.mfa-code", "123456");
  const Variables variables{{"XDG_CONFIG_HOME", directory.path()},
                            {"CREDENTIALS_DIRECTORY", directory.path("credentials")},
                            {"TEAMSCTL_MFA_CODE_COMMAND", "twin"},
                            {"TEAMSCTL_MFA_CODE", "111111"},
                            {"MY_CODE", "222222"}};
  const Options options = parsed({"--profile", "work", "--mfa-code-fd", "0", "--mfa-code-env",
                                  "MY_CODE", "--mfa-code", "123 456", "get-tenant"});
  const SecretLocators& code = options.sign_in.mfa_code;
  CHECK(names(code) == Names{"--mfa-code", "--mfa-code-fd", "--mfa-code-env MY_CODE",
                             "TEAMSCTL_MFA_CODE_COMMAND", "TEAMSCTL_MFA_CODE",
                             "profile work: mfa_code_file",
                             "$CREDENTIALS_DIRECTORY/teamsctl.mfa-code"});
  CHECK(code[0].value->reveal() == "123456");
  CHECK(code[1].kind == Kind::descriptor);
  CHECK(code[1].descriptor == 0);
  CHECK(code[2].value->reveal() == "222222");
  CHECK(code[3].kind == Kind::command);
  CHECK(code[3].text == "twin");
  CHECK(code[4].value->reveal() == "111111");
  CHECK(code[5].text == directory.path("teamsctl/code"));
  CHECK_FALSE(code[5].shared_file);
  CHECK(code[6].text == directory.path("credentials/teamsctl.mfa-code"));
  CHECK(code[6].shared_file);
  CHECK(names(options.sign_in.password) == Names{"profile work: password_file"});
}

TEST_CASE("secrets of the environment are taken out of it, and their bytes out of memory") {
  ::setenv("TEAMSCTL_MFA_CODE", "123456", 1);
  const char* bytes = std::getenv("TEAMSCTL_MFA_CODE");
  const Options options = parsed({"get-tenant"});
  REQUIRE(options.sign_in.mfa_code.size() == 1);
  CHECK(options.sign_in.mfa_code.at(0).value->reveal() == "123456");
  CHECK(std::getenv("TEAMSCTL_MFA_CODE") == nullptr);
  CHECK(std::memcmp(bytes, "\0\0\0\0\0\0", 6) == 0);
}

TEST_CASE("one variable may serve two secrets") {
  const Variables variables{{"ONE", "x"}};
  const Options options =
      parsed({"--password-env", "ONE", "--totp-secret-env", "ONE", "get-tenant"});
  CHECK(options.sign_in.password.at(0).value->reveal() == "x");
  CHECK(options.sign_in.totp_secret.at(0).value->reveal() == "x");
}

TEST_CASE("a variable that is not set is known to fail, and only that") {
  const Options options = parsed({"--password-env", "NOT_SET_ANYWHERE", "get-tenant"});
  CHECK(options.sign_in.password.at(0).kind == Kind::failed);
  CHECK(options.sign_in.password.at(0).text == "the variable is not set");
}

TEST_CASE(
    "a file that does not exist is found missing when it is asked for, a closed descriptor now") {
  CHECK(parsed({"--password-file", "/nonexistent", "get-tenant"}).sign_in.password.at(0).text ==
        "/nonexistent");
  CHECK(refusal({"--password-fd", "977", "get-tenant"}).message ==
        "--password-fd: descriptor 977 is not open.");
  const int write_only = ::open("/dev/null", O_WRONLY);
  CHECK(refusal({"--password-fd", std::to_string(write_only), "get-tenant"})
            .message.find("reading") != std::string::npos);
  ::close(write_only);
}

TEST_CASE("one option owns standard input, wherever it is said") {
  for (const Names& arguments :
       {Names{"--mfa-code-file", "-", "--password-file", "-"},
        Names{"--mfa-code-fd", "0", "--password-file", "/dev/stdin"},
        Names{"--mfa-code-file", "-", "--mfa-code-fd", "0"},
        Names{"--totp-secret-file", "/proc/self/fd/0", "--password-file", "-"}}) {
    Names all = arguments;
    all.emplace_back("get-tenant");
    const Error error = refusal(all);
    CHECK(error.code == ErrorCode::usage);
    CHECK(error.message.find("cannot both read standard input") != std::string::npos);
    CHECK(error.message.find(arguments[0]) != std::string::npos);
    CHECK(error.message.find(arguments[2]) != std::string::npos);
  }
  CHECK(refusal({"--mfa-code-file", "-", "detect"}).message ==
        "detect and --mfa-code-file cannot both read standard input.");
  const Variables variables{{"TEAMSCTL_PASSWORD_FILE", "-"}};
  CHECK(refusal({"--mfa-code-file", "-", "get-tenant"}).message ==
        "TEAMSCTL_PASSWORD_FILE and --mfa-code-file cannot both read standard input.");
  (void)parsed({"detect"});
  (void)parsed({"--password-file", "p", "--mfa-code-file", "-", "get-tenant"});
}

TEST_CASE("a code that is none is refused, and not repeated in the message") {
  const std::string message = refusal({"--mfa-code", "98765", "get-tenant"}).message;
  CHECK(message == "--mfa-code: that is not a code of 6 digits.");
  CHECK(parsed({"--mfa-code", "9876 5432", "--mfa-code-digits", "8", "get-tenant"})
            .sign_in.mfa_code.at(0)
            .value->reveal() == "98765432");
}
