// The texts and ids were taken from a PowerShell 7.6.5.
#include "binding/arguments.hpp"

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

const Version module{7, 7};

ErrorRecord refusal(const Json& values) {
  try {
    const Arguments arguments(signature, values, module);
  } catch (const CommandFailed& failure) {
    return failure.error;
  }
  return {.message = "taken"};
}

}  // namespace

TEST_CASE("names are bound without case and by their beginning") {
  const Arguments arguments(
      signature,
      Json{{"SK", 5}, {"text", "exactly"}, {"fo", {{"type", "switch"}, {"value", true}}}}, module);
  CHECK(arguments.number("Skip") == 5);
  CHECK(arguments.text("Text") == "exactly");
  CHECK(arguments.flag("Force"));
  CHECK_FALSE(arguments.has("Texture"));
}

TEST_CASE("values are converted as PowerShell does") {
  const Arguments arguments(
      signature, Json{{"Skip", "+12"}, {"Text", 5}, {"Names", "one"}, {"Force", false}}, module);
  CHECK(arguments.number("Skip") == 12);
  CHECK(arguments.text("Text") == "5");
  CHECK(arguments.texts("Names") == std::vector<std::string>{"one"});
  CHECK_FALSE(arguments.flag("Force"));
  CHECK(Arguments(signature, Json{{"Text", nullptr}}, module).text("Text") == "");
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
  CHECK(Arguments(signature, Json{{"Certificate", {{"type", "certificate"}}}}, module).sets() ==
        "B");
}

namespace {

// What Set-CsPhoneNumberAssignment has, to ask a real PowerShell.
const Signature several = {.cmdlet = "f",
                           .error_id = "f",
                           .parameters = {{.name = "Identity", .sets = "AE", .mandatory = "AE"},
                                          {.name = "TelephoneNumber",
                                           .sets = "LNA",
                                           .mandatory = "LNA",
                                           .aliases = {"PhoneNumber"},
                                           .since = Version{7, 9}},
                                          {.name = "PhoneNumber",
                                           .sets = "LNA",
                                           .mandatory = "LNA",
                                           .until = Version{7, 9}},
                                          {.name = "NumberType", .sets = "A", .mandatory = "A"},
                                          {.name = "LocationId", .sets = "LA", .mandatory = "L"},
                                          {.name = "NetworkSiteId", .sets = "NA", .mandatory = "N"},
                                          {.name = "EnterpriseVoiceEnabled",
                                           .type = ParameterType::boolean,
                                           .sets = "E",
                                           .mandatory = "E"},
                                          {"Size", ParameterType::count},
                                          {.name = "Second", .position = 2},
                                          {.name = "First", .position = 1}},
                           .sets = "LNAE"};

/// The set that is chosen, or the error: its id and its message.
std::string chosen(const Json& values, Version version = {7, 9}) {
  try {
    return Arguments(several, values, version).sets();
  } catch (const CommandFailed& failure) {
    return failure.error.fqid + " " + failure.error.message;
  }
}

std::string chosen_by(const std::vector<Given>& values) {
  try {
    const Arguments arguments(several, values, Version{7, 9});
    return arguments.text("First").value_or("-") + arguments.text("Second").value_or("-");
  } catch (const CommandFailed& failure) {
    return failure.error.fqid + " " + failure.error.message;
  }
}

}  // namespace

TEST_CASE("the set is the one that lacks nothing, or the default one") {
  CHECK(chosen({{"TelephoneNumber", "1"}, {"LocationId", "x"}}) == "L");
  CHECK(chosen({{"TelephoneNumber", "1"}, {"NetworkSiteId", "x"}}) == "N");
  CHECK(chosen({{"Identity", "1"}, {"TelephoneNumber", "2"}, {"NumberType", "3"}}) == "A");
  CHECK(chosen({{"Identity", "1"}, {"EnterpriseVoiceEnabled", 5}}) == "E");
  CHECK(chosen({{"Identity", "1"}}).starts_with("AmbiguousParameterSet,f "));
  CHECK(chosen({{"Identity", "1"}, {"EnterpriseVoiceEnabled", true}, {"TelephoneNumber", "2"}})
            .starts_with("AmbiguousParameterSet,f "));
}

TEST_CASE("what is mandatory must be there, and not be empty") {
  const std::string missing =
      "MissingMandatoryParameter,f Cannot process command because of one or more missing mandatory "
      "parameters: ";
  CHECK(chosen(Json::object()) == missing + "TelephoneNumber LocationId.");
  CHECK(chosen({{"TelephoneNumber", "1"}}) == missing + "LocationId.");
  CHECK(chosen({{"Identity", "1"}, {"TelephoneNumber", "2"}}) == missing + "NumberType.");
  CHECK(chosen({{"PhoneNumber", ""}}) ==
        "ParameterArgumentValidationErrorEmptyStringNotAllowed,f Cannot bind argument to parameter "
        "'TelephoneNumber' because it is an empty string.");
  CHECK(chosen({{"Identity", nullptr}})
            .starts_with("ParameterArgumentValidationErrorEmptyStringNotAllowed,f "));
}

TEST_CASE("names change with the version, and aliases keep the old ones") {
  CHECK(chosen({{"PhoneNumber", "1"}, {"LocationId", "2"}}, {7, 8}) == "L");
  CHECK(chosen({{"TelephoneNumber", "1"}}, {7, 8}) ==
        "NamedParameterNotFound,f A parameter cannot be found that matches parameter name "
        "'TelephoneNumber'.");
  CHECK(chosen({{"phone", "1"}, {"LocationId", "2"}}) == "L");
  CHECK(
      chosen({{"TelephoneNumber", "1"}, {"PhoneNumber", "2"}})
          .starts_with(
              "ParameterAlreadyBound,f Cannot bind parameter because parameter 'TelephoneNumber'"));
}

TEST_CASE("counts and booleans are converted as PowerShell does") {
  const std::string size =
      "ParameterArgumentTransformationError,f Cannot process argument transformation on parameter "
      "'Size'. Cannot convert value ";
  CHECK(chosen({{"Size", -1}}) ==
        size +
            "\"-1\" to type \"System.UInt32\". Error: \"Value was either too large or too "
            "small for a UInt32.\"");
  CHECK(chosen({{"Size", 4294967296}}).ends_with("for a UInt32.\""));
  CHECK(chosen({{"Size", "abc"}}) ==
        size +
            "\"abc\" to type \"System.UInt32\". Error: \"The input string 'abc' was not in a "
            "correct format.\"");
  const std::string truth =
      "ParameterArgumentTransformationError,f Cannot process argument transformation on parameter "
      "'EnterpriseVoiceEnabled'. Cannot convert value \"";
  const std::string only =
      "\" to type \"System.Boolean\". Boolean parameters accept only Boolean values and numbers, "
      "such as $True, $False, 1 or 0.";
  CHECK(chosen({{"EnterpriseVoiceEnabled", "x"}}) == truth + "System.String" + only);
  CHECK(chosen({{"EnterpriseVoiceEnabled", nullptr}}) == truth + only);
}

TEST_CASE("arguments without a name take the positions that are left") {
  const Given number{.name = "TelephoneNumber", .value = "1"};
  const Given place{.name = "LocationId", .value = "2"};
  CHECK(chosen_by({number, place, {.value = "a"}, {.value = "b"}}) == "ab");
  CHECK(chosen_by({{.value = "a"}, number, place, {.name = "First", .value = "x"}}) == "xa");
  CHECK(
      chosen_by({number, place, {.value = "a"}, {.value = "b"}, {.value = "c"}}) ==
      "PositionalParameterNotFound,f A positional parameter cannot be found that accepts argument "
      "'c'.");
  CHECK(chosen_by({number, {.name = "Size", .value = {}}}) ==
        "MissingArgument,f Missing an argument for parameter 'Size'. Specify a parameter of type "
        "'System.UInt32' and try again.");
}
