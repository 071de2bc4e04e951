#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "play/process_channels.hpp"
#include "scenario/step.hpp"

namespace teamsctl::simulator {

/// What by-passes PowerShell's streams: raw bytes on descriptors 0, 1 and 2, and lines typed at the
/// terminal.
class Console {
 public:
  using Deadline = std::optional<ProcessChannels::Clock::time_point>;

  explicit Console(ProcessChannels& channels) : channels_(channels) {}

  /// `on` is standard_output, standard_error or terminal.
  void say(Channel on, std::string_view text, bool bytewise = false);

  /// Says the question, without a line feed, and reads the answer as [Console]::ReadLine does with
  /// its terminal raw: it ends with CR or LF, and what is typed is echoed on the terminal. What was
  /// typed ahead counts. The end of the terminal ends the answer. Nothing when the deadline came
  /// before the answer's end.
  [[nodiscard]] std::optional<std::string> ask(Channel on, std::string_view question,
                                               Deadline deadline = std::nullopt);

 private:
  /// The next byte that was typed; a line feed at the terminal's end, nothing at the deadline.
  std::optional<char> next_byte(Deadline deadline);

  ProcessChannels& channels_;
  std::string typed_ahead_;
};

}  // namespace teamsctl::simulator
