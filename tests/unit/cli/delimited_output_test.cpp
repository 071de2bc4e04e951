#include "output/delimited_output.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "rendering.hpp"
#include "teamsctl/json_members.hpp"

using namespace teamsctl::cli;

namespace {

using Record = std::vector<std::string>;

/// RFC 4180, read by its grammar and by nothing of ours.
std::vector<Record> read_csv(const std::string& text) {
  std::vector<Record> records;
  Record record;
  std::string field;
  std::size_t at = 0;
  while (at < text.size()) {
    field.clear();
    if (text[at] == '"') {
      for (++at;; ++at) {
        REQUIRE(at < text.size());
        if (text[at] == '"' && (at + 1 == text.size() || text[at + 1] != '"')) break;
        if (text[at] == '"') ++at;
        field += text[at];
      }
      ++at;
    } else {
      for (; at < text.size() && text[at] != ',' && text[at] != '\n'; ++at) {
        REQUIRE(text[at] != '"');
        field += text[at];
      }
    }
    record.push_back(field);
    REQUIRE(at < text.size());
    REQUIRE((text[at] == ',' || text[at] == '\n'));
    if (text[at] == ',' && at + 1 == text.size()) FAIL("ends in a comma");
    if (text[at] == '\n') {
      records.push_back(record);
      record.clear();
    }
    ++at;
  }
  REQUIRE(record.empty());
  return records;
}

std::vector<Record> read_tsv(const std::string& text) {
  std::vector<Record> records;
  Record record(1);
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\t') {
      record.emplace_back();
    } else if (c == '\n') {
      records.push_back(record);
      record = Record(1);
    } else if (c == '\\') {
      const char escaped = text[++at];
      record.back() += escaped == 't'   ? '\t'
                       : escaped == 'n' ? '\n'
                       : escaped == 'r' ? '\r'
                                        : escaped;
    } else {
      record.back() += c;
    }
  }
  REQUIRE(record == Record(1));
  return records;
}

std::string object(const Record& names, const Record& values) {
  std::string json = "{";
  for (std::size_t i = 0; i < names.size(); ++i)
    json += (i == 0 ? "" : ",") + teamsctl::json_quoted(names[i]) + ":" +
            teamsctl::json_quoted(values[i]);
  return json + "}";
}

OutputSettings with_warnings(std::vector<std::string>& warnings) {
  OutputSettings settings;
  settings.warn = [&](const std::string& text) { warnings.push_back(text); };
  return settings;
}

}  // namespace

TEST_CASE("csv and tsv have a header from the first row") {
  const std::vector<std::string> rows{R"({"Number":"+1425","City":"Zürich","None":null})",
                                      R"({"Number":"+1426","City":"a,\"b\"","None":null})"};
  CHECK(rendered_as(OutputFormat::csv, rows) ==
        "Number,City,None\n+1425,Zürich,\n+1426,\"a,\"\"b\"\"\",\n");
  CHECK(rendered_as(OutputFormat::tsv, rows) ==
        "Number\tCity\tNone\n+1425\tZürich\t\n+1426\ta,\"b\"\t\n");
}

TEST_CASE("without rows there is a header when the columns are known") {
  CHECK(rendered_as(OutputFormat::csv, {}).empty());
  CHECK(rendered_as(OutputFormat::csv, {}, with_fields("a,b.c")) == "a,b.c\n");
  CHECK(rendered_as(OutputFormat::tsv, {}, with_fields("a,b.c")) == "a\tb.c\n");
}

TEST_CASE("R44 numbers go through to the letter, lists are joined, the rest stays JSON") {
  const std::string row =
      R"({"n":79228162514264337593543950335,"l":["a","b",null,1.50],"o":{"x":[1,"y"]},"m":[[1],2],"t":true,"e":[]})";
  CHECK(rendered_as(OutputFormat::csv, {row}) ==
        "n,l,o,m,t,e\n79228162514264337593543950335,a;b;;1.50,\"{\"\"x\"\":[1,\"\"y\"\"]}\",\"[[1],"
        "2]\",true,\n");
}

TEST_CASE("later rows with other members: what is missing is empty, what is more is named once") {
  std::vector<std::string> warnings;
  const std::vector<std::string> rows{R"({"a":1,"b":2})", R"({"b":3})", R"({"c":4,"b":5})",
                                      R"({"d":1})", "6"};
  CHECK(rendered_as(OutputFormat::csv, rows, with_warnings(warnings)) ==
        "a,b\n1,2\n,3\n,5\n,\n,\n");
  CHECK(warnings.size() == 1);
}

TEST_CASE("columns that were asked for are no reason for a warning") {
  std::vector<std::string> warnings;
  OutputSettings settings = with_fields("b");
  settings.warn = [&](const std::string& text) { warnings.push_back(text); };
  CHECK(rendered_as(OutputFormat::csv, {R"({"a":1,"b":2})", R"({"c":4})"}, settings) ==
        "b\n2\n\"\"\n");
  CHECK(warnings.empty());
}

TEST_CASE("rows that are no objects have the column Value") {
  CHECK(rendered_as(OutputFormat::csv, {"1", "\"x,y\"", "null", "[1,2]", R"({"a":1})"}) ==
        "Value\n1\n\"x,y\"\n\"\"\n1;2\n\"{\"\"a\"\":1}\"\n");
}

TEST_CASE("whatever the data is, csv and tsv give it back") {
  std::mt19937 random(11);
  for (int i = 0; i < 3000; ++i) {
    Record names;
    for (std::size_t n = 1 + random() % 4; n > 0; --n)
      names.push_back(random_text(random) + std::to_string(n));
    std::vector<Record> records{names};
    std::vector<std::string> rows;
    for (std::size_t n = 1 + random() % 4; n > 0; --n) {
      Record values;
      for (std::size_t k = 0; k < names.size(); ++k) values.push_back(random_text(random));
      records.push_back(values);
      rows.push_back(object(names, values));
    }
    CHECK(read_csv(rendered_as(OutputFormat::csv, rows)) == records);
    CHECK(read_tsv(rendered_as(OutputFormat::tsv, rows)) == records);
  }
}

TEST_CASE("R45 on a terminal csv and tsv show no control of the data's") {
  for (const std::uint32_t scalar : dangerous_scalars()) {
    INFO(std::hex << scalar);
    const std::string raw = utf8(scalar);
    const std::string row = object({"a" + raw, "b"}, {raw, "x" + raw});
    const auto lines_and_gaps = [&](const std::string& text) {
      std::size_t count = 0;
      for (std::size_t at = text.find(raw); at != std::string::npos; at = text.find(raw, at + 1))
        ++count;
      return count;
    };
    CHECK(lines_and_gaps(rendered_as(OutputFormat::csv, {row}, on_terminal())) ==
          (scalar == '\n' ? 2 : 0));
    CHECK(lines_and_gaps(rendered_as(OutputFormat::tsv, {row}, on_terminal())) ==
          (scalar == '\n' || scalar == '\t' ? 2 : 0));
    if (scalar >= 0x20)
      CHECK(rendered_as(OutputFormat::csv, {row}).find(raw) !=
            std::string::npos);  // a pipe gets the data
  }
}
