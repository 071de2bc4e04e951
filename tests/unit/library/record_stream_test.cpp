// Recorded record streams (tests/cases/records/*.txt) give the same records however they are cut. A
// file holds the bytes of descriptor 4; its records are told by how they print below.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "core/line_decoder.hpp"
#include "wire/record_parser.hpp"

using namespace teamsctl;

namespace {

class Reader {
 public:
  void feed(std::string_view bytes) {
    const auto status = lines_.feed(bytes, [&](std::string_view line) {
      auto parsed = wire::parse_record(line);
      if (const auto* error = std::get_if<wire::ProtocolError>(&parsed)) {
        seen.push_back("protocol error: " + error->what);
      } else {
        const auto& record = std::get<core::Record>(parsed);
        std::string text = std::to_string(record.index());
        if (const auto* object = std::get_if<core::ObjectRecord>(&record))
          text += " " + std::to_string(object->id) + " " + std::string(object->json);
        if (const auto* failure = std::get_if<core::ErrorRecord>(&record))
          text += " " + failure->message;
        if (const auto* prompt = std::get_if<core::PromptRecord>(&record))
          text += " " + prompt->message;
        seen.push_back(text);
      }
    });
    if (status == core::LineDecoder::Status::too_long && !too_long_) {
      too_long_ = true;
      seen.emplace_back("too long");
    }
  }
  std::vector<std::string> seen;

 private:
  core::LineDecoder lines_{4096};
  bool too_long_ = false;
};

std::vector<std::string> in_pieces(std::string_view bytes, std::size_t cut, std::size_t step) {
  Reader reader;
  reader.feed(bytes.substr(0, cut));
  for (std::size_t at = cut; at < bytes.size(); at += step) reader.feed(bytes.substr(at, step));
  return reader.seen;
}

}  // namespace

TEST_CASE("R14 record streams give the same records whole, byte by byte and cut anywhere") {
  std::size_t files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(TEAMSCTL_SOURCE_DIR "/tests/cases/records")) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    const std::string bytes = content.str();
    CAPTURE(entry.path().filename().string());
    const std::vector<std::string> whole = in_pieces(bytes, bytes.size(), 1);
    REQUIRE_FALSE(whole.empty());
    CHECK(in_pieces(bytes, 0, 1) == whole);
    for (std::size_t cut = 0; cut < bytes.size(); ++cut)
      REQUIRE(in_pieces(bytes, cut, bytes.size()) == whole);
    ++files;
  }
  CHECK(files >= 4);
}
