#pragma once

#include "console.hpp"
#include "pipeline.hpp"
#include "process_channels.hpp"
#include "step.hpp"

namespace teamsctl::simulator {

/// A command ends here, without results and without a terminating error: its errors are written.
struct CommandEnded {};

/// Does the steps of a scenario, one after the other. A step can end the command (CommandEnded,
/// CommandFailed, Stopped) or pwsh (SessionEnded).
class StepPlayer {
 public:
  explicit StepPlayer(ProcessChannels& channels) : channels_(channels), console_(channels) {}

  /// Does steps while no command runs; scenario files have none there that need one.
  void play(const Steps& steps);
  /// Does steps in the command whose output is `pipeline`.
  void play(const Steps& steps, Pipeline& pipeline);

  /// Writes the errors of a refused sign-in and ends the command.
  [[noreturn]] static void refuse(std::vector<ErrorRecord> records, Pipeline& pipeline);

 private:
  void perform(const Say& say);
  void perform(const AskCode& ask);
  void perform(const Ask& ask);
  void perform(const DeviceCode& device);
  void perform(const Aadsts& aadsts);
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
  /// Asks and returns what was typed.
  std::string ask_text(Through through, const std::string& prompt);

  ProcessChannels& channels_;
  Console console_;
  Pipeline* pipeline_ = nullptr;  ///< of the command that runs, or null
};

}  // namespace teamsctl::simulator
