#include "options/argument_secrets.hpp"

#include <catch2/catch.hpp>

using namespace teamsctl;
using namespace teamsctl::cli;

namespace {

/// An argv of its own, as the system gives it.
struct Arguments {
  explicit Arguments(std::vector<std::string> words) : texts(std::move(words)) {
    for (std::string& text : texts) argv.push_back(text.data());
    argv.push_back(nullptr);
  }
  std::vector<std::string> taken() {
    return take_arguments(static_cast<int>(texts.size()), argv.data());
  }
  std::vector<std::string> texts;
  std::vector<char*> argv;
};

}  // namespace

TEST_CASE("a code in the arguments is overwritten where the process list shows it") {
  Arguments arguments({"teamsctl", "--mfa-code", "123456", "get-tenant"});
  CHECK(arguments.taken() == std::vector<std::string>{"--mfa-code", "123456", "get-tenant"});
  CHECK(arguments.texts ==
        std::vector<std::string>{"teamsctl", "--mfa-code", "xxxxxx", "get-tenant"});
  Arguments joined({"teamsctl", "--mfa-code=12 34 56", "get-tenant"});
  (void)joined.taken();
  CHECK(joined.texts[1] == "--mfa-code=xxxxxxxx");
}

TEST_CASE("nothing else in the arguments is touched") {
  Arguments arguments({"teamsctl", "--mfa-code-file", "code", "--mfa-code", "--quiet", "--",
                       "--mfa-code", "123456"});
  (void)arguments.taken();
  CHECK(arguments.texts == std::vector<std::string>{"teamsctl", "--mfa-code-file", "code",
                                                    "--mfa-code", "--quiet", "--", "--mfa-code",
                                                    "123456"});
}

TEST_CASE("a program that was started without even a name has no arguments") {
  char* none[] = {nullptr};
  CHECK(take_arguments(0, none).empty());
}

TEST_CASE("the parser never gets the code") {
  std::vector<std::string> arguments{"--mfa-code=123456", "--mfa-code", "654321"};
  const std::optional<Secret> code = take_mfa_code(arguments);
  CHECK(code->reveal() == "654321");
  CHECK(arguments == std::vector<std::string>{"--mfa-code=given", "--mfa-code", "given"});
}
