#include "teamsctl/json_members.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace teamsctl {
namespace {

std::string listed(std::string_view json) {
  std::string text;
  for (const JsonMember& member : json_members(json))
    text += std::string(member.name) + "=" + std::string(member.value) + ";";
  return text;
}

TEST_CASE("members keep the text of their values") {
  CHECK(listed(R"({"a":12345678901234567890.10,"b":[1,{"c":"}"}],"d":"x\",y","e":null})") ==
        R"(a=12345678901234567890.10;b=[1,{"c":"}"}];d="x\",y";e=null;)");
  CHECK(listed("{ \"a\" : 1 ,\n \"b\" : { } }") == "a=1;b={ };");
  CHECK(listed("{}").empty());
  CHECK(listed("[1]").empty());
  CHECK(listed("7").empty());
}

TEST_CASE("items are split at their own commas only") {
  CHECK(json_items(R"([1,"a,b",[2,3],{"c":[4]}])") ==
        std::vector<std::string_view>{"1", "\"a,b\"", "[2,3]", R"({"c":[4]})"});
  CHECK(json_items("[]").empty());
  CHECK(json_items("[ ]").empty());
  CHECK(json_items("{}").empty());
}

TEST_CASE("a member is found by its plain name") {
  CHECK(json_member(R"({"a\u0062":1,"c":2})", "ab") == "1");
  CHECK(json_member(R"({"a":1,"c":2})", "c") == "2");
  CHECK_FALSE(json_member(R"({"a":{"c":2}})", "c"));
}

TEST_CASE("escapes are resolved") {
  CHECK(json_string_text(R"("a\"\\\/\b\f\n\r\tZ\u00fc\ud83d\ude00")") ==
        std::string("a\"\\/\b\f\n\r\tZ\u00fc\U0001F600"));
  CHECK(json_string_text(R"("\u0000")") == std::string(1, '\0'));
  CHECK(json_string_text(R"("\ud83d!\ude00")") == std::string("\uFFFD!\uFFFD"));
  CHECK_FALSE(json_string_text("12"));
}

TEST_CASE("a quoted text reads back as itself") {
  const std::string text = std::string("\0\x01\x1f \"\\\n\r\t", 9) + "Zürich 東京 \u2028’";
  CHECK(json_string_text(json_quoted(text)) == text);
}

TEST_CASE("what is no JSON is left, and never read beyond its end") {
  for (const std::string_view broken : {"", "{", "[", "\"", "{\"", "{\"a", "{\"a\"", "{\"a\":",
                                        "{\"a\":\"\\", "[1,", "[\"\\u12", "{\"a\":}", "[,]"}) {
    (void)json_members(broken);
    (void)json_items(broken);
    (void)json_string_text(broken);
  }
  CHECK(json_unescaped("\\u12") == "\uFFFD12");
  CHECK(json_unescaped("a\\") == "a\\");
}

}  // namespace
}  // namespace teamsctl
