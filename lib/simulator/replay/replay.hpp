#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "play/process_channels.hpp"
#include "replay/transcript.hpp"
#include "text/strict_json.hpp"

namespace teamsctl::simulator {

/// The scenario name that stands for a transcript's file begins with this.
inline constexpr std::string_view replay_prefix = "replay:";

/// The live session does something else than the recorded one did. The text says what.
struct ReplayDiffers {
  std::string message;
};

/// Plays pwsh's side of a recorded session, as fast as the other side comes along: what pwsh wrote
/// is written in the recorded order, and where teamsctl sent a request or typed a line the replay
/// waits for one like it. A cancel, an exit and the end of the request pipe are heard at any time.
class Replay {
 public:
  Replay(std::vector<TranscriptLine> lines, ProcessChannels& channels);

  /// Returns the exit status, or dies of the recorded signal. Throws ReplayDiffers and
  /// SessionEnded.
  int play();

 private:
  void perform(const TranscriptLine& line);
  void send_record(const TranscriptLine& line);
  void await_request(const TranscriptLine& line);
  void await_typed(const TranscriptLine& line);
  /// What is left when the transcript stops without an end.
  [[noreturn]] void await_end();

  [[nodiscard]] Json next_request();
  /// Goes where an exit or a cancel leads that was not recorded here; false for other requests,
  /// which have to be those of the transcript.
  bool leads_elsewhere(const Json& live);
  [[nodiscard]] bool runs(std::uint64_t live_id) const;
  void answer_cancel(const Json& live);
  void go_to_exit();
  void hear_stop();

  [[nodiscard]] std::string mapped(const std::string& record) const;
  /// Whether the next thing that is typed in the transcript is but the end of this line.
  [[nodiscard]] bool line_goes_on() const;

  std::vector<TranscriptLine> lines_;
  ProcessChannels& channels_;
  std::size_t next_ = 0;
  std::deque<Json> requests_;                   ///< that came and were not looked at yet
  std::map<std::uint64_t, std::uint64_t> ids_;  ///< from recorded ids to live ones
  std::uint64_t running_ = 0;                   ///< the recorded id of the request that runs, or 0
  std::string typed_;
  bool ending_ = false;
};

/// Reads the transcript and plays it. Throws ScenarioError too.
int replay(const std::string& path, ProcessChannels& channels);

}  // namespace teamsctl::simulator
