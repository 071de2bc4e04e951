#include "options.hpp"

#include "option_values.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>
#include <vector>

using namespace teamsctl;
using namespace teamsctl::cli;
using namespace std::chrono_literals;

namespace {

Options parsed(const std::vector<std::string>& arguments) {
  auto result = parse_options(arguments);
  if (const auto* error = std::get_if<UsageError>(&result)) FAIL(error->error.message);
  return std::get<Options>(std::move(result));
}

std::string refused(const std::vector<std::string>& arguments) {
  auto result = parse_options(arguments);
  const auto* error = std::get_if<UsageError>(&result);
  return error != nullptr ? error->error.message : "";
}

}  // namespace

TEST_CASE("durations take units") {
  CHECK(parse_duration("500ms") == 500ms);
  CHECK(parse_duration("90s") == 90s);
  CHECK(parse_duration("2m") == 2min);
  CHECK(parse_duration("1h") == 1h);
  CHECK(parse_duration("7") == 7s);
  CHECK(parse_duration("1.5s") == 1500ms);
  for (const char* text : {"", "s", "-1s", "5 s", "5d", "nan", "1e3", "99999999h"}) CHECK_FALSE(parse_duration(text));
}

TEST_CASE("options may stand before and behind the command") {
  const Options before = parsed({"-o", "ndjson", "--timeout", "5s", "get-tenant"});
  CHECK(before.output == OutputFormat::ndjson);
  CHECK(before.limits.command == 5s);
  CHECK(parsed({"get-tenant", "-o", "ndjson"}).output == OutputFormat::ndjson);
}

TEST_CASE("filters become the cmdlet's parameters") {
  const Options options = parsed({"get-phone-numbers", "--upn", "u@contoso.example", "--capability", "A", "--capability", "B", "--top", "5"});
  const auto& request = std::get<GetPhoneNumbers>(options.command);
  REQUIRE(request.filters.size() == 2);
  CHECK(request.filters[0].first == "AssignedPstnTargetId");
  CHECK(request.filters[1].first == "CapabilitiesContain");
  CHECK(std::get<std::string>(request.filters[1].second) == "A,B");
  CHECK(request.top == 5);
}

TEST_CASE("a value that begins with a dash or holds quotes stays what it is") {
  const Options options = parsed({"get-phone-numbers", "--filter=-x 'y' \"z\""});
  CHECK(std::get<std::string>(std::get<GetPhoneNumbers>(options.command).filters.at(0).second) == "-x 'y' \"z\"");
}

TEST_CASE("the simulated tenant needs no account; its scenario stands behind an equals sign") {
  const Options options = parsed({"--simulate", "get-tenant"});
  CHECK(options.simulate == "default");
  CHECK(options.sign_in.username == "mfa@contoso.example");
  CHECK(options.sign_in.password.size() == 1);
  CHECK(parsed({"--simulate=noise", "get-tenant"}).simulate == "noise");
}

TEST_CASE("secrets of the environment are taken out of it") {
  ::setenv("TEAMSCTL_MFA_CODE", "123456", 1);
  const Options options = parsed({"get-tenant"});
  REQUIRE(options.sign_in.mfa_code.size() == 1);
  CHECK(options.sign_in.mfa_code.at(0).name == "TEAMSCTL_MFA_CODE");
  CHECK(options.sign_in.mfa_code.at(0).value->reveal() == "123456");
  CHECK(std::getenv("TEAMSCTL_MFA_CODE") == nullptr);
}

TEST_CASE("a code that is none is refused, and not repeated in the message") {
  const std::string message = refused({"--mfa-code", "98765", "get-tenant"});
  CHECK_FALSE(message.empty());
  CHECK(message.find("98765") == std::string::npos);
}
