#include "options/field_path.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace teamsctl::cli;

namespace {

std::vector<FieldPath> paths(const std::string& text) {
  auto parsed = parse_fields(text);
  if (const auto* problem = std::get_if<Problem>(&parsed)) FAIL(text + ": " + problem->message);
  return std::get<std::vector<FieldPath>>(parsed);
}

std::string problem_of(const std::string& text) {
  const auto parsed = parse_fields(text);
  const auto* problem = std::get_if<Problem>(&parsed);
  return problem == nullptr ? "" : problem->message;
}

using Steps = std::vector<std::string>;

}  // namespace

TEST_CASE("fields are paths between commas") {
  const auto fields = paths("TelephoneNumber, Tag.0 ,AssignedPlan.Capability");
  REQUIRE(fields.size() == 3);
  CHECK(fields[0].name == "TelephoneNumber");
  CHECK(fields[0].steps == Steps{"TelephoneNumber"});
  CHECK(fields[1].name == "Tag.0");
  CHECK(fields[1].steps == Steps{"Tag", "0"});
  CHECK(fields[2].steps == Steps{"AssignedPlan", "Capability"});
}

TEST_CASE("a backslash takes the next character for what it is") {
  CHECK(paths("a\\.b.c")[0].steps == Steps{"a.b", "c"});
  CHECK(paths("a\\.b.c")[0].name == "a.b.c");
  CHECK(paths("a\\,b")[0].steps == Steps{"a,b"});
  CHECK(paths("a\\\\.b")[0].steps == Steps{"a\\", "b"});
  CHECK(paths("a\\ , b")[0].steps == Steps{"a "});
  CHECK(paths("a\\..b")[0].steps == Steps{"a.", "b"});
  CHECK(paths("ends\\.")[0].steps == Steps{"ends."});
}

TEST_CASE("an empty field is a mistake, and so is one that is named twice") {
  for (const std::string text :
       {"", " ", ",", "a,", ",a", "a,,b", "a, ,b", ".", "a.", ".a", "a..b", "a.b.", "a\\\\."})
    CHECK(problem_of(text) == "the name of a field is empty.");
  CHECK(problem_of("a,b,a") == "'a' is named twice.");
  CHECK(problem_of("a\\.b,a.b") == "'a.b' is named twice.");
  CHECK(problem_of("a\\") == "nothing stands behind the last backslash.");
  CHECK(problem_of("a,A").empty());
}
