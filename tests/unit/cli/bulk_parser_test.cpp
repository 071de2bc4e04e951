// A file of numbers for users is checked whole before anything is changed, and everything that is
// wrong with it is said at once.
#include "bulk/parser.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "pieces.hpp"

using namespace teamsctl;
using namespace teamsctl::cli;

namespace {

using Texts = std::vector<std::string>;

struct Read {
  Texts rows;      // "LINE user number type name=value"
  Texts problems;  // "LINE:COLUMN: what"
  Texts warnings;
  std::uint64_t count = 0;

  bool operator==(const Read&) const = default;
};

Read read(const std::vector<std::string_view>& pieces, BulkFormat format = BulkFormat::automatic) {
  BulkParser parser(format);
  for (const std::string_view piece : pieces) parser.feed(piece);
  parser.finish();
  Read out;
  for (const BulkRow& row : parser.take_rows()) {
    std::string text = std::to_string(row.line) + " " + row.user + " " + row.number + " " +
                       (row.number_type.empty() ? "-" : row.number_type);
    for (const auto& [name, value] : row.more) text += " " + std::string(name) + "=" + value;
    out.rows.push_back(text);
  }
  for (const BulkProblem& problem : parser.problems().first())
    out.problems.push_back(std::to_string(problem.place.line) + ":" +
                           std::to_string(problem.place.column) + ": " + problem.what);
  out.warnings = parser.warnings();
  out.count = parser.problems().count();
  return out;
}

Read read(const std::string& text, BulkFormat format = BulkFormat::automatic) {
  const Read whole = read(std::vector<std::string_view>{text}, format);
  CHECK(read(pieces_of(text, 1), format) == whole);
  CHECK(read(pieces_of(text, 3), format) == whole);
  return whole;
}

const std::string header = "UserPrincipalName,TelephoneNumber,NumberType\n";
const std::string known_columns =
    "the columns are UserPrincipalName, TelephoneNumber, NumberType, LocationId, "
    "AssignmentCategory, NetworkSiteId, ReverseNumberLookup";

}  // namespace

TEST_CASE("columns in any order and any case of letters") {
  const Read out = read(
      "locationid,TELEPHONENUMBER,userPrincipalName\r\n"
      "01234567-89ab-cdef-0123-456789abcdef,+14255550100,amy@contoso.example\r\n"
      ",14255550101;ext=12,\"bob@contoso.example\"\r\n");
  CHECK(out.problems.empty());
  CHECK(
      out.rows ==
      Texts{"2 amy@contoso.example +14255550100 - LocationId=01234567-89ab-cdef-0123-456789abcdef",
            "3 bob@contoso.example 14255550101;ext=12 -"});
}

TEST_CASE("words are taken in any case and sent as the documentation writes them") {
  const Read out = read(
      "UserPrincipalName,TelephoneNumber,NumberType,AssignmentCategory,NetworkSiteId,"
      "ReverseNumberLookup\namy,+14255550100,directrouting,PRIVATE,site 1,SkipInternalVoip\n");
  CHECK(out.problems.empty());
  CHECK(out.rows == Texts{"2 amy +14255550100 DirectRouting AssignmentCategory=Private "
                          "NetworkSiteId=site 1 ReverseNumberLookup=SkipInternalVoip"});
}

TEST_CASE("the same file as NDJSON") {
  const Read out = read(
      "\n  {\"telephonenumber\": \"+14255550100\", \"UserPrincipalName\": "
      "\"zo\\u00eb@contoso.example\"}\r\n"
      "\n{\"UserPrincipalName\":\"b\",\"TelephoneNumber\":\"+14255550101\",\"NumberType\":null,"
      "\"LocationId\":\"\"}");
  CHECK(out.problems.empty());
  CHECK(out.rows == Texts{"2 zoë@contoso.example +14255550100 -", "4 b +14255550101 -"});
}

TEST_CASE("a byte order mark is no part of the text") {
  CHECK(read("\xEF\xBB\xBF" + header + "amy,+14255550100,\n").rows.size() == 1);
  CHECK(
      read("\xEF\xBB\xBF{\"UserPrincipalName\":\"amy\",\"TelephoneNumber\":\"123\"}").rows.size() ==
      1);
  CHECK(read("\xEF\xBB\xBF").count == 0);
  CHECK(read("\xEF\xBB\xBFx\n").problems.front().starts_with("1:1: "));
  const std::string utf16(
      "\xFF\xFE"
      "U\0s\0",
      6);
  CHECK(read(utf16).problems == Texts{"1:1: this is UTF-16: save the file as UTF-8"});
  CHECK(read(std::string("\0U\0s", 4)).problems ==
        Texts{"1:1: this is UTF-16: save the file as UTF-8"});
}

TEST_CASE("a file without rows is no mistake") {
  for (const char* text : {"", "\n\r\n\n", " \n", header.c_str()}) {
    CHECK(read(text).count == (text == std::string(" \n") ? 3 : 0));
    CHECK(read(text).rows.empty());
  }
  CHECK(read("", BulkFormat::ndjson).count == 0);
  CHECK(read(std::string(10'000, '\n')).count == 0);
}

TEST_CASE("what is wrong in a header") {
  CHECK(read("UserPrincipalName,Phone,Telephonenumber,TELEPHONENUMBER\na,b,c,d\n").problems ==
        Texts{"1:19: there is no column 'Phone', " + known_columns,
              "1:41: the column TelephoneNumber is there twice"});
  CHECK(read("NumberType\nx\n").problems == Texts{"1:1: the column UserPrincipalName is missing",
                                                  "1:1: the column TelephoneNumber is missing"});
  CHECK(read("UserPrincipalName;TelephoneNumber\na;b\n").problems.front() ==
        "1:1: there is no column 'UserPrincipalName;TelephoneNumber', " + known_columns +
            "; they are separated by commas");
}

TEST_CASE("what is wrong in a row, all of it at once") {
  const Read out = read(
      "UserPrincipalName,TelephoneNumber,NumberType,LocationId,AssignmentCategory\n"
      ",+14255550100,,,\n"
      "amy,tel:+14255550101,,,\n"
      "amy,12,Mobile,x,y\n"
      "amy,+14255550102\n"
      "\"a\x1B[2J\",+1425555010a,,01234567-89ab-cdef-0123-456789abcdeg,\n"
      "amy ,+14255550103;ext=,,,\n"
      "\"a\nb\", +14255550104,,,\n");
  CHECK(out.problems ==
        Texts{
            "2:1: UserPrincipalName: it is empty",
            "3:5: TelephoneNumber: 'tel:+14255550101' begins with tel:, write it as +14255550100",
            "4:5: TelephoneNumber: '12' is no phone number, write it as +14255550100 or "
            "+14255550100;ext=123",
            "4:8: NumberType: 'Mobile' is no type, write CallingPlan, DirectRouting or "
            "OperatorConnect, or nothing to have it looked up",
            "4:15: LocationId: 'x' is no GUID, write it as 01234567-89ab-cdef-0123-456789abcdef",
            "4:17: AssignmentCategory: 'y' is no category, write Primary, Private or Alternate",
            "5:1: 2 fields, where the header has 5",
            "6:1: UserPrincipalName: there is a control character in it",
            "6:9: TelephoneNumber: '+1425555010a' is no phone number, write it as +14255550100 or "
            "+14255550100;ext=123",
            "6:23: LocationId: '01234567-89ab-cdef-0123-456789abcdeg' is no GUID, write it as "
            "01234567-89ab-cdef-0123-456789abcdef",
            "7:1: UserPrincipalName: 'amy ' begins or ends with a blank",
            "7:6: TelephoneNumber: '+14255550103;ext=' is no phone number, write it as "
            "+14255550100 or +14255550100;ext=123",
            "8:1: UserPrincipalName: there is a control character in it",
            "9:4: TelephoneNumber: ' +14255550104' begins or ends with a blank",
        });
  CHECK(out.rows.empty());
}

TEST_CASE("numbers of every length, and nothing else, are numbers") {
  const auto good = [](const std::string& number) {
    return read(header + "amy,\"" + number + "\",\n").count == 0;
  };
  for (const char* number : {"123", "+123", "12345678901234567890", "+14255550100;ext=1",
                             "+14255550100;ext=12345678901234567890"})
    CHECK(good(number));
  for (const char* number :
       {"12", "+", "123456789012345678901", "++123", "+1 425", "(425)555", "123;",
        "123;ext=1;ext=2", "123;EXT=1", "+１２３", "123,", "TEL:123", "sip:a"})
    CHECK_FALSE(good(number));
}

TEST_CASE("the same number twice is a mistake that names both lines") {
  const Read out = read(header + "amy,+14255550100,\nbob,14255550100,\ncem,+14255550100;ext=1,\n");
  CHECK(out.problems == Texts{"3:5: TelephoneNumber: '14255550100' stands in line 2 too"});
  const Read json = read(
      "{\"UserPrincipalName\":\"a\",\"TelephoneNumber\":\"123\"}\n"
      "{\"UserPrincipalName\":\"b\",\"TelephoneNumber\":\"123\"}\n");
  CHECK(json.problems == Texts{"2:44: TelephoneNumber: '123' stands in line 1 too"});
}

TEST_CASE("two numbers for one user are worth a word, unless they are of different categories") {
  const Read out = read(
      "UserPrincipalName,TelephoneNumber,AssignmentCategory\n"
      "amy,+14255550100,\nbob,+14255550101,\nAMY,+14255550102,\namy,+14255550103,Private\n");
  CHECK(out.problems.empty());
  CHECK(out.warnings ==
        Texts{"lines 2 and 4 give AMY two numbers: the second takes the place of the first"});
}

TEST_CASE("what is wrong in NDJSON") {
  const Read out = read(
      "{\"UserPrincipalName\":\"é\",\"Phone\":\"1\",\"TelephoneNumber\":\"123\"}\n"
      "{\"UserPrincipalName\":\"a\",\"TelephoneNumber\":14255550100}\n"
      "{\"UserPrincipalName\":\"a\",\"userprincipalname\":\"b\",\"TelephoneNumber\":\"123\"}\n"
      "{\"TelephoneNumber\":\"124\"}\n"
      "  [1]\n"
      "{\"UserPrincipalName\":\"a\" \"TelephoneNumber\":\"125\"}\n"
      "{\"UserPrincipalName\":\"a\\u0000\",\"TelephoneNumber\":\"126\"}\n"
      "{\"UserPrincipalName\":\"M\xFCller\",\"TelephoneNumber\":\"127\"}\n"
      "{\"UserPrincipalName\":\"a\",");
  REQUIRE(out.problems.size() == 9);
  CHECK(out.problems[0] == "1:27: there is no column 'Phone', " + known_columns);
  CHECK(out.problems[1] == "2:44: TelephoneNumber: it must be a string");
  CHECK(out.problems[2] == "3:27: UserPrincipalName is there twice");
  CHECK(out.problems[3] == "4:1: UserPrincipalName: it is missing");
  CHECK(out.problems[4] == "5:3: a row is a JSON object, and this is none");
  CHECK(out.problems[5].starts_with("6:42: this is no JSON: "));
  CHECK(out.problems[6] == "7:22: UserPrincipalName: there is a control character in it");
  CHECK(out.problems[7] == "8:24: this is not UTF-8: save the file as UTF-8");
  CHECK(out.problems[8].starts_with("9:26: this is no JSON: "));
}

TEST_CASE("a member name with an escape is the same name, and its place is where it stands") {
  const Read out = read("{\"User\\u0050rincipalName\":\"a\",\"TelephoneNumber\":\"x\"}\n");
  CHECK(out.problems.size() == 1);
  CHECK(out.problems.front().starts_with("1:49: TelephoneNumber: 'x'"));
}

TEST_CASE("of many mistakes the first are kept, and all are counted") {
  std::string text = header;
  for (int i = 0; i < 5000; ++i) text += "amy,x,\n";
  const Read out = read(std::vector<std::string_view>{text});
  CHECK(out.problems.size() == BulkProblems::most_kept);
  CHECK(out.count == 9999);  // each is no number, and all but the first stand there already
}

TEST_CASE("the format may be said") {
  CHECK(read("{\"a\":1}\n", BulkFormat::csv).problems.front().starts_with("1:1: a quote inside") ==
        false);
  CHECK(read(header + "amy,123,\n", BulkFormat::ndjson).count == 2);
}

TEST_CASE("JSON that is nested without end is refused, not followed") {
  const std::string deep =
      "{\"UserPrincipalName\":" + std::string(30'000, '[') + std::string(30'000, ']') + "}";
  CHECK(read(std::vector<std::string_view>{deep}).problems.front() ==
        "1:22: UserPrincipalName: it must be a string");
  const std::string large = "{\"UserPrincipalName\":\"" + std::string(100'000, 'x') + "\"}\n{}\n";
  const Read out = read(std::vector<std::string_view>{large});
  CHECK(out.problems.front() == "1:65537: the line is longer than 64 KiB");
  CHECK(out.count == 3);
}
