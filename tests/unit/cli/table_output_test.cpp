#include "output/table_output.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "rendering.hpp"
#include "teamsctl/json_members.hpp"
#include "terminal/display_width.hpp"

using namespace teamsctl::cli;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string table(const std::vector<std::string>& rows, OutputSettings settings = {}) {
  return rendered_as(OutputFormat::table, rows, std::move(settings));
}

}  // namespace

TEST_CASE("a table has columns as wide as what stands in them") {
  CHECK(table({R"({"Number":"+14250000000","City":"東京","N":1})",
               R"({"Number":"+1","City":"Zürich","N":null})"}) ==
        "Number        City    N\n"
        "+14250000000  東京    1\n"
        "+1            Zürich\n");
  CHECK(table({R"({"a":"","b":"x"})"}) == "a  b\n   x\n");
  CHECK(table({R"({"a":["x","y"],"b":{"c":1}})"}) == "a     b\nx, y  {\"c\":1}\n");
}

TEST_CASE("the columns are those of --fields, else of the command, else of the first row") {
  const std::string row = R"({"a":1,"b":2,"c":3})";
  OutputSettings settings;
  settings.default_columns = with_fields("c,a").fields;
  CHECK(table({row}, settings) == "c  a\n3  1\n");
  CHECK(table({}, settings) == "c  a\n");
  settings.fields = with_fields("b").fields;
  CHECK(table({row}, settings) == "b\n2\n");
  CHECK(table({}).empty());
  CHECK(table({"5", "\"x\""}) == "Value\n5\nx\n");
}

TEST_CASE("on a terminal no line is wider than the screen, elsewhere nothing is cut off") {
  const std::string row =
      R"({"Id":7,"Name":"a name that is much too long for it","City":"Llanfairpwllgwyngyll"})";
  CHECK(table({row}).find("a name that is much too long for it  Llanfairpwllgwyngyll") !=
        std::string::npos);
  CHECK(table({row}, on_terminal(30)) ==
        "Id  Name          City\n"
        "7   a name that…  Llanfairpwl…\n");
  CHECK(table({row}, on_terminal(200)) == table({row}));
}

TEST_CASE("narrow columns keep their width, wide ones share the rest, none vanishes") {
  using Widths = std::vector<std::size_t>;
  CHECK(fitted_widths({}, 80).empty());
  CHECK(fitted_widths({10, 20}, 80) == Widths{10, 20});
  CHECK(fitted_widths({10, 20}, 32) == Widths{10, 20});
  CHECK(fitted_widths({10, 20}, 31) == Widths{10, 19});
  CHECK(fitted_widths({100, 2, 100}, 26) == Widths{10, 2, 10});
  CHECK(fitted_widths({100, 100}, 0) == Widths{4, 4});
  CHECK(fitted_widths({100, 3, 100}, 5) == Widths{4, 3, 4});
}

TEST_CASE(
    "widths come from the first rows and stay: later ones neither widen a column nor are lost in a "
    "pipe") {
  std::vector<std::string> rows(1000, R"({"a":"1234","b":"x"})");
  rows.emplace_back(R"({"a":"123456789","b":"y"})");
  std::vector<std::string> lines = lines_of(table(rows));
  REQUIRE(lines.size() == 1002);
  CHECK(lines[1] == "1234  x");
  CHECK(lines[1001] == "123456789  y");
  lines = lines_of(table(rows, on_terminal()));
  CHECK(lines[1001] == "123…  y");
}

TEST_CASE("rows are held until the widths are known, and no longer") {
  const auto renderer = make_renderer({.format = OutputFormat::table});
  std::string out;
  for (int i = 0; i < 999; ++i) renderer->row(R"({"a":1})", out);
  CHECK(out.empty());
  renderer->row(R"({"a":1})", out);
  CHECK(lines_of(out).size() == 1001);
  out.clear();
  renderer->row(R"({"a":2})", out);
  CHECK(out == "2\n");

  const auto with_long_rows = make_renderer({.format = OutputFormat::table});
  out.clear();
  for (int i = 0; i < 20 && out.empty(); ++i)
    with_long_rows->row("\"" + std::string(100'000, 'x') + "\"", out);
  CHECK(lines_of(out).size() == 12);  // about a megabyte of them is enough too
}

TEST_CASE("rows that were held when the command failed are shown") {
  const auto renderer = make_renderer({.format = OutputFormat::table});
  std::string out;
  renderer->row(R"({"a":1})", out);
  renderer->cut_short(out);
  CHECK(out == "a\n1\n");

  OutputSettings settings;
  settings.format = OutputFormat::table;
  settings.default_columns = with_fields("a").fields;
  out.clear();
  make_renderer(settings)->cut_short(out);
  CHECK(out.empty());  // a header alone would say that there is nothing
}

TEST_CASE("the header is bold where colours are wanted, and nothing else is") {
  OutputSettings settings = on_terminal();
  settings.screen.colour = true;
  CHECK(table({R"({"a":1})"}, settings) == "\x1b[1ma\x1b[0m\n1\n");
  CHECK(table({R"({"a":1})"}, on_terminal()) == "a\n1\n");
}

TEST_CASE("R45 a table never shows a control of the data's, not in a pipe either") {
  for (const std::uint32_t scalar : dangerous_scalars()) {
    INFO(std::hex << scalar);
    const std::string raw = utf8(scalar);
    const std::string row = "{" + teamsctl::json_quoted("n" + raw) + ":" +
                            teamsctl::json_quoted(raw + "x") + ",\"l\":[" +
                            teamsctl::json_quoted(raw) +
                            "],\"o\":{\"k\":" + teamsctl::json_quoted(raw) + "}}";
    for (const OutputSettings& settings : {OutputSettings(), on_terminal()}) {
      const std::string text = table({row}, settings);
      CHECK(lines_of(text).size() == 2);
      if (scalar != '\n') CHECK(text.find(raw) == std::string::npos);
    }
  }
}

TEST_CASE("lines fit the screen, for any data") {
  std::mt19937 random(5);
  for (int i = 0; i < 2000; ++i) {
    std::vector<std::string> rows;
    const std::size_t columns = 1 + random() % 4;
    for (std::size_t n = 1 + random() % 4; n > 0; --n) {
      std::string row = "{";
      for (std::size_t k = 0; k < columns; ++k)
        row += (k == 0 ? "\"" : ",\"") + std::to_string(k) +
               "\":" + teamsctl::json_quoted(random_text(random));
      rows.push_back(row + "}");
    }
    const std::size_t screen = 22 + random() % 20;  // room for four columns at least
    for (const std::string& line : lines_of(table(rows, on_terminal(screen)))) {
      INFO(line);
      CHECK(display_width(line) <= screen);
    }
  }
}
