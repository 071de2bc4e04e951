#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "teamsctl/event.hpp"

// What the session host sends, as values. teamsctl-host-protocol(7) says what each means;
// wire/record_parser makes them.
namespace teamsctl::core {

using HostRequestId = std::uint64_t;

struct ReadyRecord {
  int protocol = 0;
  std::string powershell;
  std::int64_t pid = 0;
  std::string assembly;
};

struct FatalRecord {
  std::string code;
  std::string message;
  std::string powershell;
};

/// `json` points into the bytes that were parsed and is valid as long as those are.
struct ObjectRecord {
  HostRequestId id = 0;
  std::string_view json;
};

struct ErrorRecord {
  HostRequestId id = 0;
  std::string message;
  std::string fqid;
  std::string category;
  std::string activity;
  std::string reason;
  std::string exception;
  std::vector<std::string> inner;
  std::string target;
  std::string position;
  bool terminating = false;
  std::optional<double> retry_after;  ///< seconds that the service asks to be left alone for
};

/// warning, verbose, debug, information and host.
struct TextRecord {
  HostRequestId id = 0;
  MessageLevel level = MessageLevel::host;
  std::string text;
  bool newline = true;
};

struct ProgressRecord {
  HostRequestId id = 0;
  std::string activity;
  std::string status;
  int percent = -1;
  bool completed = false;
};

enum class PromptKind { line, secure, credential, choice, choices, fields, key };

struct PromptField {
  std::string name;
  std::string label;
  bool secret = false;
};

struct PromptRecord {
  HostRequestId id = 0;
  std::uint64_t prompt = 0;
  PromptKind kind = PromptKind::line;
  std::string caption;
  std::string message;
  bool secret = false;
  std::vector<PromptField> fields;
  std::vector<std::string> choices;
  int default_choice = -1;
  std::string username;
};

struct DoneRecord {
  enum class State { completed, failed, stopped };
  HostRequestId id = 0;
  State state = State::completed;
  std::uint64_t objects = 0;
  std::uint64_t errors = 0;
  std::uint64_t truncated = 0;
};

using Record = std::variant<ReadyRecord, FatalRecord, ObjectRecord, ErrorRecord, TextRecord,
                            ProgressRecord, PromptRecord, DoneRecord>;

}  // namespace teamsctl::core
