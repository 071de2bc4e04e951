#include "replay/transcript.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "text/members.hpp"

using namespace teamsctl::simulator;

namespace {

const std::string head = "{\"teamsctl_transcript\":1,\"version\":\"0.1.0\"}\n";

std::string refusal(const std::string& text) {
  try {
    (void)parse_transcript(text);
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "taken";
}

}  // namespace

TEST_CASE("a transcript's lines are read in their order, with their numbers") {
  const auto lines =
      parse_transcript(head + R"({"t":0.1,"channel":"record","text":"{\"type\":\"ready\"}"}
{"t":0.2,"channel":"request","text":"{\"type\":\"exit\"}","more":true}
{"t":0.2,"channel":"output","base64":"w6T/"}
{"t":0.3,"channel":"ended","text":"signal 9"})");
  REQUIRE(lines.size() == 4);
  CHECK(lines[0].channel == Crossing::record);
  CHECK(lines[0].bytes == R"({"type":"ready"})");
  CHECK(lines[0].number == 2);
  CHECK(lines[2].bytes == "\xC3\xA4\xFF");
  CHECK(lines[3].channel == Crossing::ended);
}

TEST_CASE("what is wrong with a transcript is named with its line") {
  CHECK(refusal("") == "the transcript is empty");
  CHECK(refusal("{}\n") == "line 1 of the transcript has no member teamsctl_transcript");
  CHECK(refusal("{\"teamsctl_transcript\":2}\n") ==
        "line 1 of the transcript is of a version other than 1, the only one that is known");
  CHECK(refusal(head + "\n").starts_with("line 2 of the transcript is not JSON, or was cut off: "));
  CHECK(refusal(head + R"({"t":1,"channel":"record","text":"{\"ty)")
            .starts_with("line 2 of the transcript is not JSON, or was cut off: "));
  CHECK(refusal(head + "[]") == "line 2 of the transcript is not a JSON object");
  CHECK(refusal(head + R"({"t":1,"text":"x"})") ==
        "line 2 of the transcript has no text in channel");
  CHECK(refusal(head + R"({"channel":"input","text":"x"})") ==
        "line 2 of the transcript has a channel that is unknown: input");
  CHECK(refusal(head + R"({"channel":"output"})") ==
        "line 2 of the transcript has no text in text");
  CHECK(refusal(head + R"({"channel":"output","base64":"a"})") ==
        "line 2 of the transcript has base64 that is none");
  CHECK(refusal(head + R"({"channel":"request","text":"{\"id\":1}"})") ==
        "line 2 of the transcript has a request without a type");
  for (const auto* end : {"exit", "exit ", "exit x", "exit 1000", "signal", "stopped 1", "exit 1 "})
    CHECK(refusal(head + R"({"channel":"ended","text":")" + end + "\"}") ==
          "line 2 of the transcript ends neither by \"exit N\" nor by \"signal N\"");
}
