#pragma once

#include <string>
#include <string_view>

#include "process_channels.hpp"
#include "step.hpp"

namespace teamsctl::simulator {

/// What by-passes PowerShell's streams: raw bytes on descriptors 0, 1 and 2, and lines typed at the
/// terminal.
class Console {
 public:
  explicit Console(ProcessChannels& channels) : channels_(channels) {}

  /// `on` is standard_output, standard_error or terminal.
  void say(Channel on, std::string_view text, bool bytewise = false);

  /// Says the question, without a line feed, and reads the answer as pwsh does with its terminal
  /// raw: it ends with CR or LF, and what is typed is drawn on standard output, from its beginning,
  /// after each character. What was typed ahead counts. The end of the terminal ends the answer.
  [[nodiscard]] std::string ask(Channel on, std::string_view question);

 private:
  /// The next byte that was typed; a line feed at the terminal's end.
  char next_byte();

  ProcessChannels& channels_;
  std::string typed_ahead_;
  bool after_return_ = false;
};

}  // namespace teamsctl::simulator
