#include "options/options.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "parsing.hpp"

using namespace teamsctl;
using namespace teamsctl::cli;
using namespace std::chrono_literals;

namespace {

/// The request that a listing command makes.
List list_of(const Options& options) {
  const auto& command = std::get<TeamsCommand>(options.command);
  return std::get<List>(std::get<Request>(request_for(*command.info, command.arguments)));
}

}  // namespace

TEST_CASE("options may stand before and behind the command") {
  const Options before = parsed({"-o", "ndjson", "--timeout", "5s", "get-tenant"});
  CHECK(before.output == OutputFormat::ndjson);
  CHECK(before.limits.command == 5s);
  CHECK(parsed({"get-tenant", "-o", "ndjson"}).output == OutputFormat::ndjson);
}

TEST_CASE("filters become the cmdlet's parameters") {
  const Options options = parsed({"get-phone-numbers", "--upn", "u@contoso.example", "--capability",
                                  "A", "--capability", "B", "--top", "5"});
  const List request = list_of(options);
  REQUIRE(request.parameters.size() == 2);
  CHECK(request.parameters[0].first == "AssignedPstnTargetId");
  CHECK(request.parameters[1].first == "CapabilitiesContain");
  CHECK(std::get<std::string>(request.parameters[1].second) == "A,B");
  CHECK(request.top == 5);
}

TEST_CASE("a value that begins with a dash or holds quotes stays what it is") {
  const Options options = parsed({"get-phone-numbers", "--filter=-x 'y' \"z\""});
  CHECK(std::get<std::string>(list_of(options).parameters.at(0).second) == "-x 'y' \"z\"");
}

TEST_CASE("the simulated tenant needs no account; its scenario stands behind an equals sign") {
  const Options options = parsed({"--simulate", "get-tenant"});
  CHECK(options.simulate == "default");
  CHECK(options.sign_in.username == "mfa@contoso.example");
  CHECK(options.sign_in.password.size() == 1);
  CHECK(parsed({"--simulate=noise", "get-tenant"}).simulate == "noise");
}

TEST_CASE("an option that is given twice is a mistake, a flag is not") {
  CHECK(refusal({"-o", "json", "--output", "json", "get-tenant"}).message ==
        "--output is given twice.");
  CHECK(parsed({"-q", "--quiet", "get-tenant"}).quiet);
  CHECK(parsed({"-vv", "get-tenant"}).verbose == 2);
  CHECK(parsed({"-v", "-v", "get-tenant"}).verbose == 2);
  CHECK_FALSE(parsed({"--no-input=false", "get-tenant"}).sign_in.no_input);
}

TEST_CASE("a mistyped word is answered with the one that was meant") {
  CHECK(refusal({"--mfa-cod-file", "x", "get-tenant"}).hint == "Did you mean --mfa-code-file?");
  CHECK(refusal({"get-tenants"}).hint == "Did you mean get-tenant?");
  CHECK(refusal({"get-phone-numbers", "--strats-with", "1"}).hint == "Did you mean --starts-with?");
  CHECK(refusal({"get-tenant", "--user", "x"}).hint == "It belongs behind get-phone-numbers.");
  CHECK(refusal({"--zzzzzz", "get-tenant"}).hint == "See teamsctl --help.");
  CHECK(refusal({"config", "vaildate"}).hint == "Did you mean validate?");
}

TEST_CASE("config says what it is to do") {
  CHECK(std::get<ConfigCommand>(parsed({"config", "show", "--origin"}).command).origin);
  CHECK(std::get<ConfigCommand>(parsed({"config", "validate", "/a/b"}).command).file == "/a/b");
  CHECK(refusal({"config"}).code == ErrorCode::usage);
  CHECK(refusal({"config", "path", "--origin"}).code == ErrorCode::usage);
}

TEST_CASE("what --jq makes of results goes with json and ndjson, and chooses its fields itself") {
  CHECK(parsed({"--jq", ".[]", "get-tenant"}).jq == ".[]");
  CHECK(parsed({"--jq", ".a", "-o", "ndjson", "get-tenant"}).output == OutputFormat::ndjson);
  for (const std::string format : {"table", "csv", "tsv", "none"})
    CHECK(refusal({"--jq", ".[]", "-o", format, "get-tenant"}).message ==
          "--jq and --output " + format + " cannot be used together.");
  CHECK(refusal({"--fields", "a", "--jq", ".[]", "get-tenant"}).message ==
        "--jq and --fields cannot be used together.");
}

TEST_CASE("an expression or a list of fields that is wrong is refused before anything starts") {
  CHECK(refusal({"--jq", ".[", "get-tenant"}).code == ErrorCode::usage);
  CHECK(refusal({"--jq", ".[", "get-tenant"}).message.starts_with("--jq: syntax error"));
  CHECK(refusal({"--jq=", "get-tenant"}).message == "--jq: it is empty.");
  CHECK(refusal({"--fields=a,,b", "get-tenant"}).message ==
        "--fields: the name of a field is empty.");
  CHECK(refusal({"--fields", "a,a", "get-tenant"}).message == "--fields: 'a' is named twice.");
  CHECK(refusal({"-o", "xml", "get-tenant"}).hint ==
        "Write json, ndjson, table, csv, tsv or none.");
  CHECK(parsed({"--fields", "a,b.c", "get-tenant"}).fields.size() == 2);
}
