#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "play/console.hpp"
#include "play/pipeline.hpp"
#include "play/process_channels.hpp"
#include "scenario/entra_refusals.hpp"
#include "scenario/step.hpp"

namespace teamsctl::simulator {

/// A command ends here, without results and without a terminating error: its errors are written.
struct CommandEnded {};

/// Does the steps of a scenario, one after the other. A step can end the command (CommandEnded,
/// CommandFailed, Stopped) or pwsh (SessionEnded).
class StepPlayer {
 public:
  /// `clock_skew` is what the clock of Entra ID is ahead of ours.
  StepPlayer(ProcessChannels& channels, std::chrono::milliseconds clock_skew)
      : channels_(channels), console_(channels), clock_skew_(clock_skew) {}

  /// Does steps while no command runs; scenario files have none there that need one.
  void play(const Steps& steps);
  /// Does steps in the command whose output is `pipeline`.
  void play(const Steps& steps, Pipeline& pipeline);

  /// The command that runs, and the time by the clock of Entra ID.
  [[nodiscard]] Asked asked(const Pipeline& pipeline) const;

  /// The session that an `expire` step ended, in what words a cmdlet says so; nothing when none did
  /// since it was last taken.
  [[nodiscard]] std::optional<NoSession> take_expiry() noexcept {
    return std::exchange(expiry_, std::nullopt);
  }

  /// Writes the error of a cmdlet that finds no session, and ends the command.
  [[noreturn]] void fail_without_session(NoSession as, Pipeline& pipeline) const;

  /// Writes the errors of a refused sign-in and ends the command.
  [[noreturn]] static void refuse(std::vector<ErrorRecord> records, Pipeline& pipeline);

 private:
  void perform(const Say& say);
  void perform(const AskCode& ask);
  void perform(const Ask& ask);
  void perform(const DeviceCode& device);
  void perform(const Aadsts& aadsts);
  void perform(const Refuse& refuse);
  void perform(const NotConnected& step);
  void perform(const Expire& expire);
  void perform(const Fail& fail);
  void perform(const Wait& wait);
  void perform(const Hang& hang);
  void perform(const Deaf& deaf);
  void perform(const Exit& exit);
  void perform(const Kill& kill);
  void perform(const Flood& flood);
  void perform(const RawRecord& record);
  void perform(const Close& close);
  void perform(const Spawn& spawn);

  void say_once(const Say& say);
  /// Asks and returns what was typed, or nothing when the deadline came first.
  std::optional<std::string> ask_text(Through through, const std::string& prompt,
                                      Console::Deadline deadline = std::nullopt);
  void be_late(Late late);

  ProcessChannels& channels_;
  Console console_;
  std::chrono::milliseconds clock_skew_;
  Pipeline* pipeline_ = nullptr;                    ///< of the command that runs, or null
  std::map<const Expire*, std::uint64_t> expired_;  ///< how often each step ended a session
  std::map<const Fail*, std::uint64_t> failed_;     ///< how often each step failed
  std::optional<NoSession> expiry_;
};

}  // namespace teamsctl::simulator
