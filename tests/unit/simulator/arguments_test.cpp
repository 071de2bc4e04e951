// The texts and ids were taken from a PowerShell 7.6.5.
#include "arguments.hpp"

#include <catch2/catch.hpp>

using namespace teamsctl::simulator;

namespace {

const Signature signature = {.cmdlet = "Get-Thing",
                             .error_id = "Get-Thing",
                             .parameters = {{"Text"},
                                            {"Texture"},
                                            {"Skip", ParameterType::number},
                                            {"Force", ParameterType::flag},
                                            {"Names", ParameterType::texts},
                                            {"Credential", ParameterType::credential, "A"},
                                            {"Certificate", ParameterType::certificate, "B"}},
                             .sets = "AB"};

ErrorRecord refusal(const Json& values) {
  try {
    const Arguments arguments(signature, values);
  } catch (const CommandFailed& failure) {
    return failure.error;
  }
  return {.message = "taken"};
}

}  // namespace

TEST_CASE("names are bound without case and by their beginning") {
  const Arguments arguments(
      signature, {{"SK", 5}, {"text", "exactly"}, {"fo", {{"type", "switch"}, {"value", true}}}});
  CHECK(arguments.number("Skip") == 5);
  CHECK(arguments.text("Text") == "exactly");
  CHECK(arguments.flag("Force"));
  CHECK_FALSE(arguments.has("Texture"));
}

TEST_CASE("values are converted as PowerShell does") {
  const Arguments arguments(signature,
                            {{"Skip", "+12"}, {"Text", 5}, {"Names", "one"}, {"Force", false}});
  CHECK(arguments.number("Skip") == 12);
  CHECK(arguments.text("Text") == "5");
  CHECK(arguments.texts("Names") == std::vector<std::string>{"one"});
  CHECK_FALSE(arguments.flag("Force"));
  CHECK(Arguments(signature, {{"Text", nullptr}}).text("Text") == "");
}

TEST_CASE("an unknown and an ambiguous name are refused") {
  const auto unknown = refusal({{"Foo", 1}});
  CHECK(unknown.message == "A parameter cannot be found that matches parameter name 'Foo'.");
  CHECK(unknown.fqid == "NamedParameterNotFound,Get-Thing");
  CHECK(unknown.exception == "System.Management.Automation.ParameterBindingException");
  const auto ambiguous = refusal({{"Tex", 1}});
  CHECK(ambiguous.message ==
        "Parameter cannot be processed because the parameter name 'Tex' is ambiguous. Possible "
        "matches include: -Text "
        "-Texture.");
  CHECK(ambiguous.fqid == "AmbiguousParameter,Get-Thing");
}

TEST_CASE("a value that cannot be converted is refused") {
  const auto word = refusal({{"Skip", "abc"}});
  CHECK(word.message ==
        "Cannot process argument transformation on parameter 'Skip'. Cannot convert value \"abc\" "
        "to type \"System.Int32\". "
        "Error: \"The input string 'abc' was not in a correct format.\"");
  CHECK(word.fqid == "ParameterArgumentTransformationError,Get-Thing");
  CHECK(word.category == "InvalidData");
  CHECK(refusal({{"Skip", 99999999999}})
            .message.ends_with("Error: \"Value was either too large or too small for an Int32.\""));
  CHECK(refusal({{"Text", {"a", "b", "c"}}}).message ==
        "Cannot process argument transformation on parameter 'Text'. Cannot convert value to type "
        "System.String.");
  CHECK(refusal({{"Credential", "me"}}).fqid == "ParameterArgumentTransformationError,Get-Thing");
}

TEST_CASE("parameters of different sets are refused together") {
  const auto both = refusal(
      {{"Credential", {{"type", "credential"}}}, {"Certificate", {{"type", "certificate"}}}});
  CHECK(both.fqid == "AmbiguousParameterSet,Get-Thing");
  CHECK(Arguments(signature, {{"Certificate", {{"type", "certificate"}}}}).sets() == "B");
}
