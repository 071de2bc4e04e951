#include "text/text_place.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "../../../lib/src/core/utf8.hpp"

using namespace teamsctl::cli;

namespace {

bool takes_as_utf8(const std::string& text) {
  TextCursor cursor;
  bool good = true;
  for (const char byte : text) good = !cursor.take(byte) && good;
  return good && !cursor.end();
}

}  // namespace

TEST_CASE("the cursor and the library agree on what UTF-8 is") {
  // Every lead byte with every second byte, and third and fourth bytes at the edges.
  const std::string edges = "\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0";
  for (int lead = 0; lead < 256; ++lead)
    for (int second = 0; second < 256; ++second) {
      const std::string two{static_cast<char>(lead), static_cast<char>(second)};
      CHECK(takes_as_utf8(two) == teamsctl::core::is_utf8(two));
      if (lead < 0xC0) continue;
      for (const char third : edges)
        for (const char fourth : edges)
          for (const std::string& text : {two + third, two + third + fourth})
            if (takes_as_utf8(text) != teamsctl::core::is_utf8(text)) FAIL_CHECK(text);
    }
}

TEST_CASE("a place in a line counts characters") {
  CHECK(place_in_line(3, "aé東b", 0) == TextPlace{3, 1});
  CHECK(place_in_line(3, "aé東b", 6) == TextPlace{3, 4});
  CHECK(place_in_line(3, "aé東b", 99) == TextPlace{3, 5});
}
