#include "batch/tally.hpp"

#include "messages/event.hpp"

namespace teamsctl::cli {

void BatchTally::add_failure(const Error& error) {
  ++failed;
  if (!first_error) first_error = error;
}

std::optional<Error> BatchTally::outcome() const {
  if (failed == 0) return std::nullopt;
  if (failed == 1 && succeeded == 0) return first_error;
  return Error{.code = ErrorCode::partly_failed,
               .message = std::to_string(failed) + " of " + std::to_string(failed + succeeded) +
                          " requests failed.",
               .hint = "The events of type error on standard output say which, by their line."};
}

std::string BatchTally::summary() const {
  const auto time = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begun);
  EventLine line("summary", {});
  line.number("lines", lines).number("succeeded", succeeded).number("failed", failed);
  line.json("stopped_at", stopped_at ? std::to_string(*stopped_at) : "null");
  line.number("milliseconds", static_cast<std::uint64_t>(time.count()));
  return line.end_line();
}

std::string BatchTally::progress(std::uint64_t rows) const {
  std::string text = std::to_string(succeeded + failed);
  if (whole) text += " of " + std::to_string(lines);
  text += " requests";
  if (at) text += ", line " + std::to_string(*at);
  if (rows != 0) text += ", " + std::to_string(rows) + " rows";
  if (failed != 0) text += ", " + std::to_string(failed) + " failed";
  return text;
}

}  // namespace teamsctl::cli
