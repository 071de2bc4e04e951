#include "row_output.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

using teamsctl::cli::indented;

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
