#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace teamsctl::simulator {

/// What crossed one of the channels between teamsctl and pwsh.
enum class Crossing { request, record, typed, output, error, terminal, ended };

struct TranscriptLine {
  Crossing channel = Crossing::record;
  std::string bytes;       ///< a request or a record is without its line feed
  std::size_t number = 0;  ///< in the file, from 1
};

/// Reads the text of a transcript, teamsctl-scenario(5). Throws ScenarioError, whose text names the
/// line.
[[nodiscard]] std::vector<TranscriptLine> parse_transcript(std::string_view text);

}  // namespace teamsctl::simulator
