// The process: what it is started with, its first record, its requests one after the other, its
// end.
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "cmdlets/cmdlets.hpp"
#include "play/process_channels.hpp"
#include "play/record.hpp"
#include "play/step_player.hpp"
#include "replay/replay.hpp"
#include "scenario/scenario.hpp"
#include "teamsctl/simulator.hpp"
#include "text/version.hpp"

namespace teamsctl {

namespace simulator {

namespace {

constexpr int status_usage = 64;  // as pwsh ends when its command line is wrong
constexpr int status_fatal = 1;

/// Ends pwsh with a `fatal` record.
struct CannotRun {
  std::string_view code;
  std::string message;
  int status = status_fatal;
  std::string powershell = {};
};

struct StartArguments {
  std::string scenario = "default";
  std::uint64_t numbers = 1000;
  std::string protocol;
  std::string state;  ///< the file of the tenant's changes; empty: none
};

StartArguments read_start_arguments(std::span<const std::string_view> arguments) {
  StartArguments result;
  // The rest is for a real pwsh and its loader.
  for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
    const std::string value(arguments[i + 1]);
    if (arguments[i] == "--scenario") {
      result.scenario = value;
    } else if (arguments[i] == "--state") {
      result.state = value;
    } else if (arguments[i] == "-Protocol") {
      result.protocol = value;
    } else if (arguments[i] == "--numbers") {
      const char* const end = value.data() + value.size();
      const auto [rest, error] = std::from_chars(value.data(), end, result.numbers);
      if (error != std::errc() || rest != end || result.numbers > most_numbers)
        throw CannotRun{.code = "scenario",
                        .message = "--numbers " + value + " is not a whole number from 0 to " +
                                   std::to_string(most_numbers),
                        .status = status_usage};
    } else {
      continue;
    }
    ++i;
  }
  return result;
}

Scenario read_scenario(const std::string& name) {
  try {
    return load_scenario(name);
  } catch (const ScenarioError& error) {
    throw CannotRun{.code = "scenario", .message = error.what(), .status = status_usage};
  }
}

/// Runs one request to its last record. SessionEnded and ProtocolBroken go through.
void run_request(PowerShell& powershell, ProcessChannels& channels, PromptNumber& prompts,
                 const CommandRequest& request) {
  channels.requests().begin(request.id);
  Pipeline pipeline(channels, prompts, request);
  std::string_view state = "completed";
  try {
    if (request.command.empty()) {
      run_script(powershell, request, pipeline);
    } else {
      run_command(powershell, request, pipeline);
    }
  } catch (const CommandEnded&) {
  } catch (const CommandFailed& failure) {
    pipeline.failed(failure.error);
    state = "failed";
  } catch (const Stopped&) {
    state = "stopped";
  }
  // Nothing of this request is looked for any more once its last record can be read.
  pipeline.done(state);
  channels.requests().finish();
}

void serve(PowerShell& powershell, ProcessChannels& channels) {
  PromptNumber prompts = 0;
  try {
    powershell.steps.play(powershell.scenario.start);
    if (*parse_version(powershell.scenario.powershell) < Version{7, 4})
      throw CannotRun{
          .code = "version",
          .message = "PowerShell 7.4 or newer is needed; this is " + powershell.scenario.powershell,
          .powershell = powershell.scenario.powershell};
    channels.send(ready_record(powershell.scenario.powershell, ::getpid()));
    powershell.steps.play(powershell.scenario.ready);
    while (!channels.requests().exit_asked()) {
      if (const auto request = channels.requests().take_command()) {
        run_request(powershell, channels, prompts, *request);
      } else {
        channels.wait(std::nullopt);
      }
    }
  } catch (const Stopped&) {  // by an exit, which is all that stops what is no command
  }
  channels.requests().forget_exit();
  powershell.steps.play(powershell.scenario.exit);
}

int run_replay(const std::string& scenario, ProcessChannels& channels) {
  try {
    return replay(scenario.substr(replay_prefix.size()), channels);
  } catch (const ScenarioError& error) {
    throw CannotRun{.code = "scenario", .message = error.what(), .status = status_usage};
  } catch (const ReplayDiffers& difference) {
    throw CannotRun{.code = "scenario", .message = difference.message, .status = status_usage};
  }
}

int run(std::span<const std::string_view> arguments, ProcessChannels& channels) {
  const StartArguments start = read_start_arguments(arguments);
  if (start.protocol != "1")
    throw CannotRun{
        .code = "protocol",
        .message = "this host speaks version 1 of the protocol, not '" + start.protocol + "'"};
  if (start.scenario.starts_with(replay_prefix)) return run_replay(start.scenario, channels);
  const Scenario scenario = read_scenario(start.scenario);
  StepPlayer steps(channels, scenario.clock_skew);
  TenantState tenant(start.numbers, start.state, scenario.visible_after);
  PowerShell powershell{.scenario = scenario, .steps = steps, .tenant = tenant};
  serve(powershell, channels);
  return 0;
}

}  // namespace

}  // namespace simulator

int run_simulator(std::span<const std::string_view> arguments) {
  using namespace simulator;
  ProcessChannels channels;
  try {
    try {
      return run(arguments, channels);
    } catch (const CannotRun& reason) {
      channels.send(fatal_record(reason.code, reason.message, reason.powershell));
      return reason.status;
    } catch (const ProtocolBroken& error) {
      channels.send(fatal_record("protocol", error.what()));
      return status_fatal;
    } catch (const Json::exception& error) {  // a typed value whose members are of other types
      channels.send(fatal_record("protocol", error.what()));
      return status_fatal;
    } catch (const std::system_error& error) {
      // A program of the scenario cannot be started, or the state file not be used.
      channels.send(fatal_record("scenario", error.what()));
      return status_usage;
    }
  } catch (const SessionEnded& end) {
    return end.status;
  }
}

}  // namespace teamsctl
