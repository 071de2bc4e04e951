#include "output/json_output.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "rendering.hpp"
#include "teamsctl/json_members.hpp"

using namespace teamsctl::cli;

TEST_CASE("indented JSON is the same JSON, numbers and escapes to the letter") {
  const std::string compact =
      R"({"n":79228162514264337593543950335,"e":1.0E-7,"s":"a:b,{\"[\\","empty":[],"none":{},"list":[1,{"x":null}]})";
  const std::string text = indented(compact);
  CHECK(text.find("79228162514264337593543950335") != std::string::npos);
  CHECK(text.find("1.0E-7") != std::string::npos);
  CHECK(text.find("\"empty\": []") != std::string::npos);
  CHECK(nlohmann::json::parse(text) == nlohmann::json::parse(compact));
  CHECK(indented(R"({"a":[1,2]})") == "{\n  \"a\": [\n    1,\n    2\n  ]\n}");
  CHECK(indented(R"({"a":1})", 1) == "{\n    \"a\": 1\n  }");
  CHECK(indented("\"text\"") == "\"text\"");
}

TEST_CASE("R43 json is one array, ndjson a line for each row") {
  const std::vector<std::string> rows{R"({"a":1})", "2", "\"x\""};
  CHECK(rendered_as(OutputFormat::json, {}) == "[]\n");
  CHECK(rendered_as(OutputFormat::json, rows) == "[{\"a\":1},\n2,\n\"x\"]\n");
  CHECK(rendered_as(OutputFormat::ndjson, {}).empty());
  CHECK(rendered_as(OutputFormat::ndjson, rows) == "{\"a\":1}\n2\n\"x\"\n");
  CHECK(rendered_as(OutputFormat::none, rows).empty());
}

TEST_CASE("R43 an array that is not complete stays open") {
  const auto renderer = make_renderer({.format = OutputFormat::json});
  std::string out;
  renderer->row("1", out);
  renderer->cut_short(out);
  CHECK(out == "[1");
}

TEST_CASE("R44 fields make objects of the asked keys in the asked order, values to the letter") {
  const std::string row =
      R"({"B":79228162514264337593543950335,"a":{"c":[1.0E-7]},"x.y":"\u00e9"})";
  CHECK(rendered_as(OutputFormat::ndjson, {row, "7"}, with_fields("missing,b,a.c.0,x\\.y")) ==
        "{\"missing\":null,\"b\":79228162514264337593543950335,\"a.c.0\":1.0E-7,\"x.y\":"
        "\"\\u00e9\"}\n"
        "{\"missing\":null,\"b\":null,\"a.c.0\":null,\"x.y\":null}\n");
  CHECK(rendered_as(OutputFormat::json, {row}, with_fields("B")) ==
        "[{\"B\":79228162514264337593543950335}]\n");
}

TEST_CASE("json on a terminal is indented, and means the same") {
  CHECK(rendered_as(OutputFormat::json, {R"({"a":1})", "2"}, on_terminal()) ==
        "[\n  {\n    \"a\": 1\n  },\n  2\n]\n");
  CHECK(rendered_as(OutputFormat::json, {}, on_terminal()) == "[]\n");
  std::mt19937 random(3);
  for (int i = 0; i < 2000; ++i) {
    const std::string row = "{" + teamsctl::json_quoted(random_text(random)) + ":" +
                            teamsctl::json_quoted(random_text(random)) + "}";
    for (const OutputFormat format : {OutputFormat::json, OutputFormat::ndjson}) {
      const std::string plain = rendered_as(format, {row});
      const std::string shown = rendered_as(format, {row}, on_terminal());
      CHECK(nlohmann::json::parse(shown) == nlohmann::json::parse(plain));
      for (const std::uint32_t scalar : dangerous_scalars())
        if (scalar != '\n') CHECK(shown.find(utf8(scalar)) == std::string::npos);
    }
  }
}
