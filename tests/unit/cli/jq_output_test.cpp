#include "output/jq_output.hpp"

#include <catch2/catch.hpp>
#include <csignal>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "rendering.hpp"
#include "teamsctl/json_members.hpp"

using namespace teamsctl;
using namespace teamsctl::cli;

namespace {

const std::vector<std::string> rows{R"({"a":"x","n":1})", R"({"a":"y\n","n":2.5})",
                                    R"({"a":null,"n":null})"};

std::string as_whole(const std::string& expression, OutputSettings settings = {}) {
  settings.jq = expression;
  return rendered_as(OutputFormat::json, rows, std::move(settings));
}

std::string by_row(const std::string& expression, OutputSettings settings = {}) {
  settings.jq = expression;
  return rendered_as(OutputFormat::ndjson, rows, std::move(settings));
}

Error failure(OutputFormat format, const std::string& expression) {
  OutputSettings settings;
  settings.jq = expression;
  try {
    (void)rendered_as(format, rows, settings);
  } catch (const Error& error) {
    return error;
  }
  FAIL("no error");
  return {};
}

}  // namespace

TEST_CASE("with json an expression reads the array of all rows, and strings are printed raw") {
  CHECK(as_whole("length") == "3\n");
  CHECK(as_whole(".[].a") == "x\ny\n\nnull\n");
  CHECK(as_whole(".[0]") == "{\"a\":\"x\",\"n\":1}\n");
  CHECK(as_whole("[.[].n]") == "[1,2.5,null]\n");
  CHECK(as_whole("empty").empty());
  CHECK(as_whole(".[0] | [.a, .n] | @csv") == "\"x\",1\n");
}

TEST_CASE("with ndjson it reads each row by itself, and each line is JSON") {
  CHECK(by_row(".a") == "\"x\"\n\"y\\n\"\nnull\n");
  CHECK(by_row("select(.n == 1) | .n, .n") == "1\n1\n");
  CHECK(by_row("{n}") == "{\"n\":1}\n{\"n\":2.5}\n{\"n\":null}\n");
  CHECK(by_row("inputs").empty());
}

TEST_CASE("no rows are an empty array, or nothing") {
  OutputSettings settings;
  settings.jq = "length";
  CHECK(rendered_as(OutputFormat::json, {}, settings) == "0\n");
  CHECK(rendered_as(OutputFormat::ndjson, {}, settings).empty());
}

TEST_CASE("an expression that does not compile is a usage error") {
  CHECK(failure(OutputFormat::json, ".[").code == ErrorCode::usage);
}

TEST_CASE("an expression that goes wrong ends the output with the words of jq") {
  const Error error = failure(OutputFormat::json, ".a");
  CHECK(error.code == ErrorCode::output);
  CHECK(error.message == "--jq: Cannot index array with string \"a\".");
  CHECK(error.hint.find(".[]") != std::string::npos);
  CHECK(failure(OutputFormat::ndjson, ".a.b").message ==
        "--jq: Cannot index string with string \"b\".");
  CHECK(failure(OutputFormat::json, "error({a:1})").message == "--jq: {\"a\":1} (not a string).");
  CHECK(failure(OutputFormat::json, "\"no luck\\n\" | halt_error").message == "--jq: no luck.");
  CHECK(failure(OutputFormat::json, "input").code == ErrorCode::output);
}

TEST_CASE("what came before the failure is printed, what comes after is not") {
  OutputSettings settings;
  settings.format = OutputFormat::ndjson;
  settings.jq = "if .n == 2 then error(\"two\") else .n end";
  const auto renderer = make_renderer(settings);
  std::string out;
  for (const std::string row : {R"({"n":1})", R"({"n":2})", R"({"n":3})"}) {
    renderer->row(row, out);
    while (renderer->unfinished()) renderer->more(out);
  }
  CHECK(out == "1\n");
  REQUIRE(renderer->problem());
  CHECK(renderer->problem()->message == "--jq: two.");
}

TEST_CASE("halt ends the output and is no failure") {
  CHECK(by_row("if .n == 1 then .n else halt end") == "1\n");
  CHECK(as_whole("1, halt, 2") == "1\n");
}

TEST_CASE("debug is said beside the output") {
  std::vector<std::string> said;
  OutputSettings settings;
  settings.warn = [&](const std::string& text) { said.push_back(text); };
  CHECK(as_whole("length | debug", settings) == "3\n");
  CHECK(said == std::vector<std::string>{"--jq: [\"DEBUG:\",3]"});
}

TEST_CASE("R39 a signal that came before a row is not forgotten with the next row") {
  sigset_t interrupt;
  sigset_t before;
  ::sigemptyset(&interrupt);
  ::sigaddset(&interrupt, SIGINT);
  ::sigprocmask(SIG_BLOCK, &interrupt, &before);
  OutputSettings settings;
  settings.format = OutputFormat::ndjson;
  settings.jq = "def f: f; f";
  const auto renderer = make_renderer(settings);
  std::string out;
  renderer->row("1", out);
  renderer->row("2", out);
  ::raise(SIGINT);
  renderer->more(out);
  CHECK_FALSE(renderer->unfinished());
  CHECK_FALSE(renderer->problem());  // whoever reads the signal says what happened
  int number = 0;
  CHECK(::sigwait(&interrupt, &number) == 0);
  ::sigprocmask(SIG_SETMASK, &before, nullptr);
}

TEST_CASE("an expression without an end fills no memory") {
  OutputSettings settings;
  settings.format = OutputFormat::json;
  settings.jq = "repeat(\"x\")";
  const auto renderer = make_renderer(settings);
  std::string out;
  renderer->row("1", out);
  renderer->complete(out);
  for (int i = 0; i < 3; ++i) {
    REQUIRE(renderer->unfinished());
    out.clear();
    renderer->more(out);
    CHECK(out.size() >= 64 * 1024);
    CHECK(out.size() < 65 * 1024);
  }
}

TEST_CASE("a row that libjq does not take is an error and not a crash") {
  OutputSettings settings;
  settings.format = OutputFormat::ndjson;
  settings.jq = ".";
  const std::string deep = std::string(1000, '[') + std::string(1000, ']');
  CHECK_THROWS_AS(rendered_as(OutputFormat::ndjson, {deep}, settings), Error);
  CHECK_THROWS_AS(rendered_as(OutputFormat::json, {deep}, settings), Error);
}

TEST_CASE("R45 what an expression prints to a terminal has no controls but lines and tabs") {
  std::vector<std::string> every;
  for (const std::uint32_t scalar : dangerous_scalars())
    every.push_back("[" + json_quoted("a" + utf8(scalar) + "b") + "]");
  OutputSettings settings = on_terminal();
  settings.jq = ".";
  const std::string json = rendered_as(OutputFormat::ndjson, every, settings);
  CHECK(json.find("\"a\\u202eb\"") != std::string::npos);
  settings.jq = ".[][]";
  const std::string text = rendered_as(OutputFormat::json, every, settings);
  for (const std::uint32_t scalar : dangerous_scalars()) {
    INFO(std::hex << scalar);
    const std::string raw = "a" + utf8(scalar) + "b";
    CHECK(json.find(raw) == std::string::npos);
    CHECK((text.find(raw) != std::string::npos) == (scalar == '\n' || scalar == '\t'));
  }
  settings.jq = ".[0]";
  CHECK(rendered_as(OutputFormat::json, {R"({"a":1})"}, settings) == "{\n  \"a\": 1\n}\n");
}
