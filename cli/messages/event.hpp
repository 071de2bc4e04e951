#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "teamsctl/error.hpp"
#include "teamsctl/event.hpp"

// The events of serve and batch: one JSON object a line, with its line end. teamsctl-serve(7) has
// them all.
namespace teamsctl::cli {

/// What an event belongs to.
struct EventHead {
  std::optional<std::uint64_t> line;  ///< of the request, in batch
  std::string id;                     ///< of the request, JSON text; empty without one
  std::string session;                ///< empty without one
};

/// An event that is being written, member by member.
class EventLine {
 public:
  EventLine(std::string_view type, const EventHead& head);

  EventLine& text(std::string_view name, std::string_view value);
  /// `json` is JSON already.
  EventLine& json(std::string_view name, std::string_view json);
  EventLine& number(std::string_view name, std::uint64_t value);
  /// The members of an object, given as JSON, in the place of the object itself.
  EventLine& members(std::string_view object);

  /// The whole line; this object is empty afterwards.
  [[nodiscard]] std::string end_line();

 private:
  std::string line_;
};

/// One string as JSON; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string json_string(std::string_view text);

[[nodiscard]] std::string error_event(const EventHead& head, const Error& error);
/// An error with a code that only serve has (invalid_code).
[[nodiscard]] std::string error_event(const EventHead& head, const Error& error,
                                      std::string_view code);
[[nodiscard]] std::string done_event(const EventHead& head, std::uint64_t rows,
                                     std::chrono::milliseconds time);
/// mfa_required for what a second factor wants, input_required for everything else.
[[nodiscard]] std::string challenge_event(const EventHead& head, const Challenge& challenge);
[[nodiscard]] std::string connected_event(const EventHead& head, const Connected& connected);
/// warning, or output for everything else that PowerShell says.
[[nodiscard]] std::string message_event(const EventHead& head, const Message& message);
[[nodiscard]] std::string progress_event(const EventHead& head, const Progress& progress);

}  // namespace teamsctl::cli
