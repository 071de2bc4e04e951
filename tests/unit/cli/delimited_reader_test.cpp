// CSV as spreadsheets, databases and people write it; what is wrong is said with its place, and the
// same whatever pieces the bytes come in.
#include "bulk/delimited_reader.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "pieces.hpp"

using namespace teamsctl::cli;

namespace {

using Texts = std::vector<std::vector<std::string>>;

struct Read {
  Texts records;
  std::vector<std::uint64_t> lines;
  std::vector<std::string> problems;  // "LINE:COLUMN: what"
  std::uint64_t count = 0;
  std::vector<TextPlace> places;  // of all fields

  bool operator==(const Read&) const = default;
};

Read read(const std::vector<std::string_view>& pieces) {
  Read out;
  BulkProblems problems;
  DelimitedReader reader(
      [&](const DelimitedRecord& record) {
        out.lines.push_back(record.line);
        auto& texts = out.records.emplace_back();
        for (const DelimitedField& field : record.fields) {
          texts.push_back(field.text);
          out.places.push_back(field.place);
        }
      },
      problems);
  for (const std::string_view piece : pieces) reader.feed(piece);
  reader.finish();
  for (const BulkProblem& problem : problems.first())
    out.problems.push_back(std::to_string(problem.place.line) + ":" +
                           std::to_string(problem.place.column) + ": " + problem.what);
  out.count = problems.count();
  return out;
}

Read read(std::string_view text) { return read(std::vector{text}); }

/// Writes CSV as RFC 4180 has it, with more quotes than needed now and then.
std::string written(const Texts& records, std::mt19937& random, std::string_view line_end) {
  std::string out;
  for (const auto& record : records) {
    for (std::size_t i = 0; i < record.size(); ++i) {
      if (i > 0) out += ',';
      const std::string& text = record[i];
      const bool must = text.find_first_of(",\"\r\n") != std::string::npos ||
                        // A line with nothing on it would be no record.
                        (record.size() == 1 && text.empty());
      if (!must && random() % 4 != 0) {
        out += text;
        continue;
      }
      out += '"';
      for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
      out += '"';
    }
    out += line_end;
  }
  return out;
}

std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> letters = {"a", "Z", "0", "+",  ",",  "\"", "\n", "\r\n",
                                                   " ", ";", "é", "東", "\t", "'",  "😀",  "=1+1"};
  std::string text;
  for (std::size_t count = random() % 6; count > 0; --count)
    text += letters[random() % letters.size()];
  return text;
}

}  // namespace

TEST_CASE("fields, quotes and line ends of CSV") {
  CHECK(read("a,b\nc,d\n").records == Texts{{"a", "b"}, {"c", "d"}});
  CHECK(read("a,b\r\nc,d").records == Texts{{"a", "b"}, {"c", "d"}});
  CHECK(read("\"a,b\",\"c\"\"d\"\n").records == Texts{{"a,b", "c\"d"}});
  CHECK(read("\"a\nb\",\"c\r\nd\"\n").records == Texts{{"a\nb", "c\r\nd"}});
  CHECK(read(",\n").records == Texts{{"", ""}});
  CHECK(read("a,,\n").records == Texts{{"a", "", ""}});
  CHECK(read("\"\"\n").records == Texts{{""}});
  CHECK(read("\"\"\r\n").records == Texts{{""}});
  CHECK(read(" a , b\n").records == Texts{{" a ", " b"}});
}

TEST_CASE("lines with nothing on them are no records") {
  CHECK(read("").records.empty());
  CHECK(read("\n\r\n\n").records.empty());
  const Read three = read("\na\n\r\n\nb\n\n");
  CHECK(three.records == Texts{{"a"}, {"b"}});
  CHECK(three.lines == std::vector<std::uint64_t>{2, 5});
  CHECK(three.count == 0);
}

TEST_CASE("places are lines and characters, not bytes") {
  const Read out = read("a,é東😀,b\n\"x\ny\",c\nd\n");
  CHECK(out.records == Texts{{"a", "é東😀", "b"}, {"x\ny", "c"}, {"d"}});
  CHECK(out.lines == std::vector<std::uint64_t>{1, 2, 4});
  CHECK(out.places == std::vector<TextPlace>{{1, 1}, {1, 3}, {1, 7}, {2, 1}, {3, 4}, {4, 1}});
}

TEST_CASE("what is wrong is said with its place, and the next lines are still read") {
  using Problems = std::vector<std::string>;
  CHECK(read("a,b\"c,d\ne\n").problems ==
        Problems{"1:4: a quote inside of a field that does not begin with one"});
  CHECK(read("a,b\"c,d\ne\n").records == Texts{{"e"}});
  CHECK(read("\"a\"b,c\nd\n").problems ==
        Problems{"1:4: something stands behind the quote that ends the field"});
  CHECK(read("\"a\"b,c\nd\n").records == Texts{{"d"}});
  CHECK(read("a,\"b\nc\nd").problems == Problems{"1:3: this quote is never closed"});
  CHECK(read("a\rb\nc\n").problems ==
        Problems{"1:3: a CR without an LF behind it stands before this"});
  CHECK(read("a\rb\nc\n").records == Texts{{"c"}});
  CHECK(read("a\r").problems == Problems{"1:2: a CR without an LF behind it"});
  CHECK(read("a\n\"b\r\"\n").count == 0);
}

TEST_CASE("what is no UTF-8 is said once a line") {
  const Read out = read("ok\nM\xFCller,M\xFCller\nok\n\xC3\xA9\xC3\n\xED\xA0\x80\n\xF0\x9F\x98");
  CHECK(out.problems ==
        std::vector<std::string>{"2:2: this is not UTF-8: save the file as UTF-8",
                                 "4:2: this is not UTF-8: save the file as UTF-8",
                                 "5:1: this is not UTF-8: save the file as UTF-8",
                                 "6:1: the file ends in the middle of a character"});
  CHECK(out.records == Texts{{"ok"}, {"ok"}});
}

TEST_CASE("a record that does not end is given up, and the next line is read") {
  const std::string large(DelimitedReader::longest_record + 100, 'x');
  const Read plain = read("a\n" + large + "\nb\n");
  CHECK(plain.problems == std::vector<std::string>{"2:65537: the row is longer than 64 KiB"});
  CHECK(plain.records == Texts{{"a"}, {"b"}});
  const Read quoted = read("a\n\"" + large + "\nb\n");
  CHECK(quoted.problems == std::vector<std::string>{"2:1: this quote is not closed within 64 KiB"});
  CHECK(quoted.records == Texts{{"a"}, {"b"}});
}

TEST_CASE("any records that are written as CSV come back, in any pieces") {
  std::mt19937 random(20260102);
  for (int round = 0; round < 400; ++round) {
    Texts records(random() % 5);
    for (auto& record : records) {
      record.resize(1 + random() % 4);
      for (std::string& text : record) text = random_text(random);
    }
    const std::string text = written(records, random, round % 2 == 0 ? "\n" : "\r\n");
    INFO(text);
    const Read whole = read(text);
    CHECK(whole.records == records);
    CHECK(whole.count == 0);
    CHECK(read(pieces_of(text, 1)) == whole);
    CHECK(read(random_pieces(text, random)) == whole);
  }
}

TEST_CASE("any bytes at all give the same in any pieces") {
  std::mt19937 random(7);
  constexpr std::string_view bytes = "a,\"\r\n\xC3\xA9\xE6\x9D\xB1\xFF\xF0\x9F\x98\x80\0";
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::size_t size = random() % 20; size > 0; --size) text += bytes[random() % bytes.size()];
    const Read whole = read(text);
    CHECK(read(pieces_of(text, 1)) == whole);
    CHECK(read(random_pieces(text, random)) == whole);
  }
}
