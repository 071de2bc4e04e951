#include "output/row_fields.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace teamsctl::cli;

namespace {

std::string at(const std::string& row, const std::string& path) {
  std::string made;
  const RowFields fields(row);
  return std::string(
      fields.value(std::get<std::vector<FieldPath>>(parse_fields(path)).front(), made));
}

const std::string user =
    R"({"Id":1,"id":2,"Name":"Zo\u00eb","n":79228162514264337593543950335,"big":9223372036854775807,"e":1.50E-7,)"
    R"("Tag":["a","b"],"None":null,"Empty":[],"a.b":"dot","\u0041c":"escaped","0":"zero",)"
    R"("Plan":[{"Capability":"Teams","On":true},{"Capability":"MCOEV"},{"On":null}],)"
    R"("Deep":{"x":{"y":[[1,2],[3]]}},"Lists":[{"v":[1,2]},{"v":[3]},{"v":4}]})";

}  // namespace

TEST_CASE("values stay what they were, to the digit") {
  CHECK(at(user, "n") == "79228162514264337593543950335");
  CHECK(at(user, "big") == "9223372036854775807");
  CHECK(at(user, "e") == "1.50E-7");
  CHECK(at(user, "Name") == R"("Zo\u00eb")");
  CHECK(at(user, "None") == "null");
  CHECK(at(user, "Tag") == R"(["a","b"])");
}

TEST_CASE("a name is taken as it is written, else without regard to case") {
  CHECK(at(user, "Id") == "1");
  CHECK(at(user, "id") == "2");
  CHECK(at(user, "ID") == "1");
  CHECK(at(user, "name") == R"("Zo\u00eb")");
  CHECK(at(user, "Ac") == R"("escaped")");
  CHECK(at(user, "AC") == R"("escaped")");
}

TEST_CASE("what is not there is null") {
  CHECK(at(user, "Nothing") == "null");
  CHECK(at(user, "Name.Length") == "null");
  CHECK(at(user, "None.x") == "null");
  CHECK(at(user, "Tag.2") == "null");
  CHECK(at(user, "Empty.0") == "null");
  CHECK(at(user, "Deep.z.y") == "null");
}

TEST_CASE("numbers reach into lists, names reach into all items") {
  CHECK(at(user, "Tag.0") == R"("a")");
  CHECK(at(user, "Tag.1") == R"("b")");
  CHECK(at(user, "0") == R"("zero")");
  CHECK(at(user, "Deep.x.y.0.1") == "2");
  CHECK(at(user, "Plan.Capability") == R"(["Teams","MCOEV"])");
  CHECK(at(user, "plan.ON") == "[true,null]");
  CHECK(at(user, "Plan.Nothing") == "[]");
  CHECK(at(user, "Plan.1.Capability") == R"("MCOEV")");
  CHECK(at(user, "Lists.v") == "[1,2,3,4]");
  CHECK(at(user, "Empty.x") == "[]");
}

TEST_CASE("a name with a dot is written with a backslash") {
  CHECK(at(user, "a\\.b") == R"("dot")");
  CHECK(at(user, "a.b") == "null");
}

TEST_CASE("rows that are no objects have no members, but lists have items") {
  CHECK(at("17", "a") == "null");
  CHECK(at("\"text\"", "a") == "null");
  CHECK(at(R"([{"a":1},{"a":2}])", "a") == "[1,2]");
  CHECK(at("[5,6]", "1") == "6");
}
