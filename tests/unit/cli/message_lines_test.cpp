#include <catch2/catch.hpp>
#include <cstring>
#include <string>
#include <vector>

#include "messages/lines.hpp"

using teamsctl::cli::longest_message;
using teamsctl::cli::MessageLines;

namespace {

struct Seen {
  std::uint64_t number;
  std::string text;
  bool too_long;
  bool operator==(const Seen&) const = default;
};

/// Feeds `bytes` in pieces of `piece` bytes and takes lines as soon as they are there.
std::vector<Seen> lines_of(const std::string& bytes, std::size_t piece) {
  MessageLines lines;
  std::vector<Seen> seen;
  const auto take = [&] {
    while (const auto line = lines.next())
      seen.push_back({line->number, std::string(line->text), line->too_long});
  };
  for (std::size_t at = 0; at < bytes.size();) {
    const std::span<char> space = lines.space();
    const std::size_t size = std::min({piece, space.size(), bytes.size() - at});
    std::memcpy(space.data(), bytes.data() + at, size);
    lines.filled(size);
    at += size;
    take();
  }
  lines.end();
  take();
  return seen;
}

}  // namespace

TEST_CASE("lines are the same however they are cut") {
  const std::string bytes = "\xEF\xBB\xBF{1}\r\n\n  \t\n{22}\n{333}";
  const std::vector<Seen> wanted{{1, "{1}", false}, {4, "{22}", false}, {5, "{333}", false}};
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece)
    CHECK(lines_of(bytes, piece) == wanted);
}

TEST_CASE("a line of exactly 1 MiB is taken, one byte more is not, and what follows is") {
  const std::string longest(longest_message, 'x');
  for (const std::size_t piece : {std::size_t{4096}, std::size_t{65536}}) {
    const auto seen = lines_of(
        longest + "\n" + longest + "\r\n" + longest + "x\nnext\n" + longest + "xyz", piece);
    REQUIRE(seen.size() == 5);
    CHECK(seen[0] == Seen{1, longest, false});
    CHECK(seen[1] == Seen{2, longest, false});
    CHECK(seen[2] == Seen{3, "", true});
    CHECK(seen[3] == Seen{4, "next", false});
    CHECK(seen[4] == Seen{5, "", true});
  }
}

TEST_CASE("a line that never ends is not kept") {
  MessageLines lines;
  for (int i = 0; i < 1000; ++i) {
    const std::span<char> space = lines.space();
    std::memset(space.data(), 'x', space.size());
    lines.filled(space.size());
    REQUIRE_FALSE(lines.next());
  }
  std::span<char> space = lines.space();
  std::memcpy(space.data(), "\nok\n", 4);
  lines.filled(4);
  CHECK(lines.next()->too_long);
  CHECK(lines.next()->text == "ok");
}

TEST_CASE("a line is overwritten when the next one is asked for") {
  MessageLines lines;
  const std::span<char> space = lines.space();
  std::memcpy(space.data(), "secret\nother\n", 13);
  lines.filled(13);
  REQUIRE(lines.next()->text == "secret");
  REQUIRE(lines.next()->text == "other");
  CHECK(std::string(space.data(), 6) == std::string(6, '\0'));
}
