// C8, C9, C11: what a console gets becomes plain text, however it was cut.
#include "core/ansi_filter.hpp"

#include <catch2/catch.hpp>

#include "unit/core/case_file.hpp"

using teamsctl::core::AnsiFilter;

TEST_CASE("the ansi filter makes plain text of each byte example, in every cut") {
  const auto cases = load_cases("ansi_filter.txt");
  REQUIRE(cases.size() >= 25);
  for (const FileCase& one : cases) {
    INFO(one.name);
    in_every_cut(one.fields.at(0).second, [&](const std::vector<std::string_view>& pieces) {
      AnsiFilter filter;
      std::string out;
      for (const auto piece : pieces) filter.feed(piece, out);
      CHECK(out == one.fields.at(1).second);
    });
  }
}

TEST_CASE("a sequence without an end is given up after a while") {
  for (const std::string start : {"\x1b[", "\x1b]0;", "\x1bP", "\x1b_"}) {
    AnsiFilter filter;
    std::string out;
    filter.feed(start, out);
    for (int i = 0; i < 10'000; ++i) filter.feed("1", out);
    CHECK(out.size() > 5'000);
    CHECK(out.size() < 6'500);
  }
}

TEST_CASE("a filter that was reset is as new") {
  AnsiFilter filter;
  std::string out;
  filter.feed(
      "\xff\xfe"
      "a\x1b",
      out);
  filter.reset();
  out.clear();
  filter.feed("ok", out);
  CHECK(out == "ok");
}
