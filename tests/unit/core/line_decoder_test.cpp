#include "core/line_decoder.hpp"

#include <catch2/catch.hpp>

#include "unit/core/case_file.hpp"

using teamsctl::core::LineDecoder;

TEST_CASE("the line decoder gives the same lines for every cut") {
  const auto cases = load_cases("line_decoder.txt");
  REQUIRE(cases.size() >= 8);
  for (const FileCase& one : cases) {
    INFO(one.name);
    std::vector<std::string> expected;
    bool rest = false;
    bool too_long = false;
    for (const auto& [key, value] : one.fields) {
      if (key == "line") expected.push_back(value);
      if (key == "rest") rest = true;
      if (key == "too_long") too_long = true;
    }
    in_every_cut(one.fields.at(1).second, [&](const std::vector<std::string_view>& pieces) {
      LineDecoder decoder(std::stoul(one.fields.at(0).second));
      std::vector<std::string> lines;
      auto status = LineDecoder::Status::ok;
      for (const auto piece : pieces)
        status = decoder.feed(piece, [&](std::string_view line) { lines.emplace_back(line); });
      CHECK(lines == expected);
      CHECK(decoder.has_partial() == rest);
      CHECK((status == LineDecoder::Status::too_long) == too_long);
    });
  }
}

TEST_CASE("a line that lies whole in a chunk is not copied") {
  LineDecoder decoder(1024);
  const std::string chunk = "first\nsecond\n";
  decoder.feed(chunk, [&](std::string_view line) {
    CHECK(line.data() >= chunk.data());
    CHECK(line.data() < chunk.data() + chunk.size());
  });
}

TEST_CASE("an over-long line is refused before it is held") {
  LineDecoder decoder(1000);
  const std::string piece(300, 'x');
  for (int i = 0; i < 3; ++i)
    CHECK(decoder.feed(piece, [](std::string_view) {}) == LineDecoder::Status::ok);
  CHECK(decoder.partial_size() == 900);
  CHECK(decoder.feed(piece, [](std::string_view) {}) == LineDecoder::Status::too_long);
  CHECK(decoder.partial_size() == 0);
}
