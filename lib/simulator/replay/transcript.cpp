#include "replay/transcript.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "text/base64.hpp"
#include "text/members.hpp"
#include "text/strict_json.hpp"

namespace teamsctl::simulator {

namespace {

constexpr const char* mark = "teamsctl_transcript";

constexpr std::array<std::pair<std::string_view, Crossing>, 7> channels = {{
    {"request", Crossing::request},
    {"record", Crossing::record},
    {"typed", Crossing::typed},
    {"output", Crossing::output},
    {"error", Crossing::error},
    {"terminal", Crossing::terminal},
    {"ended", Crossing::ended},
}};

[[noreturn]] void refuse(std::size_t number, const std::string& why) {
  throw ScenarioError("line " + std::to_string(number) + " of the transcript " + why);
}

Json object_of(std::string_view text, std::size_t number) {
  try {
    Json line = parse_strictly(text);
    if (!line.is_object()) refuse(number, "is not a JSON object");
    return line;
  } catch (const JsonError& error) {
    refuse(number, std::string("is not JSON, or was cut off: ") + error.what());
  }
}

void check_head(const Json& head) {
  const auto version = head.find(mark);
  if (version == head.end()) refuse(1, "has no member " + std::string(mark));
  if (*version != 1) refuse(1, "is of a version other than 1, the only one that is known");
}

std::string text_of(const Json& line, const char* member, std::size_t number) {
  const auto found = line.find(member);
  if (found == line.end() || !found->is_string())
    refuse(number, "has no text in " + std::string(member));
  return found->get<std::string>();
}

Crossing channel_of(const Json& line, std::size_t number) {
  const std::string name = text_of(line, "channel", number);
  const auto* const found = std::find_if(channels.begin(), channels.end(),
                                         [&](const auto& one) { return one.first == name; });
  if (found == channels.end()) refuse(number, "has a channel that is unknown: " + name);
  return found->second;
}

std::string bytes_of(const Json& line, std::size_t number) {
  if (!line.contains("base64")) return text_of(line, "text", number);
  const auto bytes = from_base64(text_of(line, "base64", number));
  if (!bytes) refuse(number, "has base64 that is none");
  return *bytes;
}

/// What the player has to understand must be there to be understood.
void check(const TranscriptLine& line) {
  if (line.channel == Crossing::request) {
    const Json request = object_of(line.bytes, line.number);
    if (request.empty() || request.begin().key() != "type" || !request.begin()->is_string())
      refuse(line.number, "has a request without a type");
  } else if (line.channel == Crossing::ended) {
    const auto digits = line.bytes.find_first_of("0123456789");
    const auto word = line.bytes.substr(0, digits);
    if ((word != "exit " && word != "signal ") || digits == std::string::npos ||
        line.bytes.find_first_not_of("0123456789", digits) != std::string::npos ||
        line.bytes.size() - digits > 3)
      refuse(line.number, "ends neither by \"exit N\" nor by \"signal N\"");
  }
}

}  // namespace

std::vector<TranscriptLine> parse_transcript(std::string_view text) {
  std::vector<TranscriptLine> lines;
  std::size_t number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const Json line = object_of(text.substr(0, end), ++number);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (number == 1) {
      check_head(line);
      continue;
    }
    lines.push_back(
        {.channel = channel_of(line, number), .bytes = bytes_of(line, number), .number = number});
    check(lines.back());
  }
  if (number == 0) throw ScenarioError("the transcript is empty");
  return lines;
}

}  // namespace teamsctl::simulator
