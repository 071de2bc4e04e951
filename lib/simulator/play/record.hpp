#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "binding/error_record.hpp"

namespace teamsctl::simulator {

/// The records of teamsctl-host-protocol(7), each as one line with its line feed.

[[nodiscard]] std::string ready_record(std::string_view powershell, int pid);
/// `powershell` is left out when it is empty.
[[nodiscard]] std::string fatal_record(std::string_view code, std::string_view message,
                                       std::string_view powershell = {});
/// What stands before and behind the value of an object record.
[[nodiscard]] std::string object_record_head(std::uint64_t id);
inline constexpr std::string_view object_record_tail = "}\n";
[[nodiscard]] std::string error_record(std::uint64_t id, const ErrorRecord& error,
                                       bool terminating);
/// `type` is warning, verbose, debug or information.
[[nodiscard]] std::string message_record(std::string_view type, std::uint64_t id,
                                         std::string_view message);
[[nodiscard]] std::string host_record(std::uint64_t id, std::string_view text, bool newline);
[[nodiscard]] std::string progress_record(std::uint64_t id, std::string_view activity);

struct PromptRecord {
  std::uint64_t prompt = 0;
  std::string_view kind;
  std::string_view message;
  std::string_view caption = {};
  bool secret = false;
  std::vector<std::string> fields = {};
  std::vector<std::string> choices = {};
  int preset = -1;
};
[[nodiscard]] std::string prompt_record(std::uint64_t id, const PromptRecord& prompt);

struct DoneRecord {
  std::string_view state;
  std::uint64_t objects = 0;
  std::uint64_t errors = 0;
  std::uint64_t truncated = 0;
  std::int64_t milliseconds = 0;
};
[[nodiscard]] std::string done_record(std::uint64_t id, const DoneRecord& done);

}  // namespace teamsctl::simulator
