#include <catch2/catch.hpp>
#include <string>
#include <variant>
#include <vector>

#include "batch/line.hpp"

using namespace teamsctl;
using namespace teamsctl::cli;

namespace {

using Words = std::vector<std::string>;

Words words(std::string_view line) { return std::get<Words>(shell_words(line)); }

auto read(std::string_view text) { return read_batch_line({.number = 3, .text = text}); }

BatchLine good(std::string_view text) {
  auto line = read(text);
  REQUIRE(line);
  if (const auto* bad = std::get_if<BadBatchLine>(&*line))
    FAIL(std::string(text) + ": " + bad->error.message);
  return std::get<BatchLine>(std::move(*line));
}

std::string wrong(std::string_view text) {
  auto line = read(text);
  INFO(text);
  REQUIRE(line);
  REQUIRE(std::holds_alternative<BadBatchLine>(*line));
  const BadBatchLine& bad = std::get<BadBatchLine>(*line);
  CHECK(bad.number == 3);
  CHECK(bad.error.code == ErrorCode::usage);
  return bad.error.message;
}

}  // namespace

TEST_CASE("words are those of a shell without anything that it would expand") {
  CHECK(words("  a  b\tc ") == Words{"a", "b", "c"});
  CHECK(words("'a b' \"c d\" e\\ f") == Words{"a b", "c d", "e f"});
  CHECK(words("a'b c'\"d e\"f") == Words{"ab cd ef"});
  CHECK(words("'' \"\" x") == Words{"", "", "x"});
  CHECK(words("$HOME * ~ `x` | ; > a#b") == Words{"$HOME", "*", "~", "`x`", "|", ";", ">", "a#b"});
  CHECK(words("a # b 'c") == Words{"a"});
  CHECK(words("'#' \\# \"\\\"\\$\\n\"") == Words{"#", "#", "\"$\\n"});
  CHECK(words("a\\") == Words{"a\\"});
  CHECK(std::holds_alternative<Error>(shell_words("'a")));
  CHECK(std::holds_alternative<Error>(shell_words("a \"b")));
}

TEST_CASE("a line of a batch is a command line or a request") {
  CHECK_FALSE(read("# comment"));
  CHECK_FALSE(read("   # comment"));
  CHECK(std::get<List>(good("get-phone-numbers --top 5 --city 'New York'").asked.request).top == 5);
  CHECK(std::get<RunScript>(good("run -- '$x = 1; $x'").asked.request).text == "$x = 1; $x");
  CHECK(std::get<RunScript>(good("run --read-only Get-Date").asked.request).read_only);
  const BatchLine change = good("assign-phone-number --user amy --number +14255550100 -y");
  CHECK(change.asked.changes);
  CHECK(change.yes);
  CHECK(good("assign-phone-number --user amy --number +14255550100 --dry-run").asked.dry_run);
  const BatchLine json = good(R"(  {"type":"get_tenant","id":"x"})");
  CHECK(json.number == 3);
  CHECK(json.id == "\"x\"");
}

TEST_CASE("what makes no sense in a batch is named") {
  for (const char* name :
       {"login", "logout", "status", "doctor", "serve", "detect -", "batch -", "config show"}) {
    const std::string first = std::string(name).substr(0, std::string(name).find(' '));
    CHECK(wrong(name) == first + " makes no sense in a batch.");
  }
  for (const char* type : {"create_session", "cancel", "list_sessions", "close_session", "exit"})
    CHECK(wrong(std::string(R"({"type":")") + type + "\"}") ==
          std::string(type) + " makes no sense in a batch.");
  CHECK(wrong(R"({"type":"get_tenant","sessionId":"1"})") ==
        "sessionId makes no sense in a batch.");
  CHECK(wrong("get-user-info -") == "get-user-info - makes no sense in a batch.");
  CHECK(wrong("run -") == "run - makes no sense in a batch.");
  CHECK(wrong("run --streams x") == "--streams makes no sense in a batch.");
  CHECK(wrong("get-tenant --help") == "A request for help makes no sense in a batch.");
  CHECK(wrong("get-tenant -u amy") == "--username is of no use in a line of a batch.");
  CHECK(wrong("get-tenants") == "There is no command 'get-tenants'.");
  CHECK(wrong("get-phone-numbers --top many").find("--top") == 0);
  CHECK(wrong("run 'x").find("A quote") == 0);
  CHECK(wrong("{nonsense").find("This line is no request") == 0);
}
