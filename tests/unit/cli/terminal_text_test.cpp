#include "terminal/terminal_text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "awkward_text.hpp"
#include "teamsctl/json_members.hpp"

using namespace teamsctl::cli;

TEST_CASE("R45 no control and no direction mark reaches a terminal, whatever stands around it") {
  for (const std::uint32_t scalar : dangerous_scalars()) {
    INFO(std::hex << scalar);
    const std::string raw = utf8(scalar);
    for (const std::string& text : {raw, "a" + raw + "b", raw + raw, "é" + raw, "\\" + raw}) {
      CHECK(terminal_text(text).find(raw) == std::string::npos);
      const bool is_line = scalar == '\n' || scalar == '\t';
      CHECK((terminal_text(text, LineEnds::kept).find(raw) != std::string::npos) == is_line);
    }
  }
}

TEST_CASE("R45 JSON on a terminal says the same without the characters") {
  for (const std::uint32_t scalar : dangerous_scalars()) {
    INFO(std::hex << scalar);
    const std::string raw = utf8(scalar);
    const std::string json =
        "{" + teamsctl::json_quoted("x" + raw) + ":" + teamsctl::json_quoted(raw) + "}";
    const std::string shown = terminal_json(json);
    CHECK(shown.find(raw) == std::string::npos);
    CHECK(nlohmann::json::parse(shown) == nlohmann::json::parse(json));
  }
}

TEST_CASE("escapes are those that people know") {
  CHECK(terminal_text("a\nb\tc\rd") == R"(a\nb\tc\rd)");
  CHECK(terminal_text("\x1b[31mred\x1b[0m\x07") == R"(\x1b[31mred\x1b[0m\x07)");
  CHECK(terminal_text("\xE2\x80\xAEtxt.exe") == R"(\u202etxt.exe)");
  CHECK(terminal_text("\xC2\x9B") == R"(\x9b)");
  CHECK(terminal_text("C:\\dir") == "C:\\dir");
  CHECK(terminal_json("\"\xC2\x9B\xE2\x80\xAE\"") == R"("\u009b\u202e")");
  CHECK(terminal_json("{\n  \"a\": 1\n}") == "{\n  \"a\": 1\n}");
}

TEST_CASE("what is no UTF-8 is replaced, since a terminal may read a byte as a control") {
  CHECK(terminal_text("a\x9b"
                      "b") ==
        "a\xEF\xBF\xBD"
        "b");
  CHECK(terminal_text("\xE2\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(terminal_text("\xC0\x9B") == "\xEF\xBF\xBD\xEF\xBF\xBD");  // overlong
  CHECK(terminal_text("\xED\xA0\x80").find('\xED') == std::string::npos);
}

TEST_CASE("other text stays as it is") {
  for (const std::string text :
       {"", "plain", "Zoë O’Brien", "東京", "👩‍👩‍👧", "שלום", "مرحبا", "e\xCC\x81"})
    CHECK(terminal_text(text) == text);
}
