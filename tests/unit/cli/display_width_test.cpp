#include "terminal/display_width.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "awkward_text.hpp"
#include "terminal/terminal_text.hpp"

using namespace teamsctl::cli;

TEST_CASE("wide characters take two columns and marks none") {
  CHECK(display_width("") == 0);
  CHECK(display_width("plain") == 5);
  CHECK(display_width("Zürich") == 6);
  CHECK(display_width("Zu\xCC\x88rich") == 6);
  CHECK(display_width("東京都") == 6);
  CHECK(display_width("ﾄｳｷｮｳ") == 5);  // half width
  CHECK(display_width("서울") == 4);
  CHECK(display_width("\xE1\x84\x89\xE1\x85\xA5") == 2);  // 서 spelled out
  CHECK(display_width("😀") == 2);
  CHECK(display_width("…") == 1);
  CHECK(display_width("שלום") == 4);
  CHECK(display_width("กำ") == 2);
}

TEST_CASE("what is too wide ends in an ellipsis and is never wider than it may be") {
  CHECK(shortened("plain", 5) == "plain");
  CHECK(shortened("plain", 4) == "pla…");
  CHECK(shortened("plain", 1) == "…");
  CHECK(shortened("東京都", 6) == "東京都");
  CHECK(shortened("東京都", 5) == "東京…");
  CHECK(shortened("東京都", 4) == "東…");  // half of a character cannot be shown
  CHECK(shortened("ae\xCC\x81z", 2) == "a…");
  CHECK(shortened("ae\xCC\x81zz", 3) == "ae\xCC\x81…");
  CHECK(shortened("👩\u200D👩\u200D👧ab", 4) == "…");  // one character, cut nowhere
}

TEST_CASE("shortened texts fit, for any text and width") {
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = terminal_text(random_text(random));
    const std::size_t columns = 1 + random() % 12;
    const std::string shown = shortened(text, columns);
    INFO(text);
    CHECK(display_width(shown) <= columns);
    if (display_width(text) <= columns) CHECK(shown == text);
    CHECK(terminal_text(shown) == shown);  // still UTF-8
  }
}
