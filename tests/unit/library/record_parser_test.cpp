#include "wire/record_parser.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace teamsctl;
using namespace teamsctl::core;
using wire::parse_record;
using wire::ProtocolError;

namespace {

template <class T>
T parsed(std::string_view line) {
  auto result = parse_record(line);
  INFO(line);
  if (const auto* error = std::get_if<ProtocolError>(&result)) FAIL(error->what);
  return std::get<T>(std::get<Record>(result));
}

bool refused(std::string_view line) {
  return std::holds_alternative<ProtocolError>(parse_record(line));
}

}  // namespace

TEST_CASE("a result is passed on byte for byte") {
  const std::string line =
      R"({"type":"object","id":7,"value":{"n":79228162514264337593543950335,"t":"}\"","list":[],"none":null}})";
  const auto record = parsed<ObjectRecord>(line);
  CHECK(record.id == 7);
  CHECK(record.json == R"({"n":79228162514264337593543950335,"t":"}\"","list":[],"none":null})");
  CHECK(record.json.data() > line.data());
  CHECK(parsed<ObjectRecord>(R"({"type":"object","id":1,"value":null})").json == "null");
}

TEST_CASE("every kind of record is read") {
  CHECK(parsed<ReadyRecord>(
            R"({"type":"ready","protocol":1,"powershell":"7.6.5","pid":12,"assembly":"cache"})")
            .powershell == "7.6.5");
  CHECK(
      parsed<FatalRecord>(R"({"type":"fatal","code":"version","message":"m","powershell":"7.2.0"})")
          .code == "version");
  const auto error = parsed<ErrorRecord>(
      R"({"type":"error","id":3,"message":"m","fqid":"F","category":"C","inner":["i"],"terminating":true})");
  CHECK(error.inner == std::vector<std::string>{"i"});
  CHECK(error.terminating);
  CHECK(parsed<TextRecord>(R"({"type":"warning","id":1,"message":"w"})").level ==
        MessageLevel::warning);
  CHECK_FALSE(parsed<TextRecord>(R"({"type":"host","id":1,"text":"w","newline":false})").newline);
  CHECK(
      parsed<ProgressRecord>(
          R"({"type":"progress","id":1,"activity":"a","status":"s","percent":50,"completed":false})")
          .percent == 50);
  const auto prompt = parsed<PromptRecord>(
      R"({"type":"prompt","id":1,"prompt":5,"kind":"choice","message":"m","choices":[{"label":"&Yes","help":""},{"label":"&No","help":""}],"default":1})");
  CHECK(prompt.choices == std::vector<std::string>{"&Yes", "&No"});
  CHECK(prompt.default_choice == 1);
  CHECK(parsed<DoneRecord>(
            R"({"type":"done","id":1,"state":"stopped","objects":2,"errors":0,"truncated":1})")
            .truncated == 1);
}

TEST_CASE("R8 what is not a record is a protocol error, never a guess") {
  CHECK(refused(""));
  CHECK(refused("hello"));
  CHECK(refused("[1]"));
  CHECK(refused("{}"));
  CHECK(refused(R"({"type":"something new","id":1})"));
  CHECK(refused("\xef\xbb\xbf{\"type\":\"done\",\"id\":1,\"state\":\"completed\"}"));
  CHECK(refused(R"({"type":"done","id":1,"state":"completed"} )"
                "x"));
  CHECK(refused(R"({"type":"done","id":1,"state":"over"})"));
  CHECK(refused(R"({"type":"prompt","id":1,"prompt":1,"kind":"riddle"})"));
  CHECK(refused(R"({"type":"object","id":1,"value":{"a":})"));
  CHECK(refused(R"({"type":"object","id":1,"value":{"a":1}}})"));
  CHECK(refused(R"({"type":"object","id":1,"value":1,"value":2})"));
  CHECK(refused("{\"type\":\"object\",\"id\":1,\"value\":\"\xff\"}"));
  CHECK(refused("{\"type\":\"object\",\"id\":1,\"value\":\"\xed\xa0\x80\"}"));
  CHECK(refused(R"({"type":"object", "id":1,"value":1})"));  // not its fixed form
  CHECK(refused(R"({"type":"object","id":-1,"value":1})"));
  CHECK(refused(std::string(R"({"type":"object","id":1,"value":)") + std::string(600, '[') +
                std::string(600, ']') + "}"));
}

TEST_CASE("texts are found in values") {
  CHECK(wire::json_text(R"({"TenantId":"t"})", "TenantId") == "t");
  CHECK(wire::json_text(R"({"Account":{"Id":"u@c","Type":"User"}})", "Account") == "u@c");
  CHECK(wire::json_text(R"("text")", "") == "text");
  CHECK_FALSE(wire::json_text(R"({"a":1})", "a"));
  CHECK_FALSE(wire::json_text("nonsense", "a"));
}
