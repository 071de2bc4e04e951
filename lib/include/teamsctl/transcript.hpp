#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "teamsctl/export.hpp"

namespace teamsctl {

/// What crosses between teamsctl and pwsh, and on which way.
enum class Channel {
  request,   ///< to pwsh: one request of the host protocol, without its line feed
  record,    ///< from pwsh: one record of it
  typed,     ///< to pwsh: typed on its terminal
  output,    ///< from pwsh: its standard output
  error,     ///< from pwsh: its standard error
  terminal,  ///< from pwsh: written to its terminal
  ended,     ///< pwsh has ended: "exit N" or "signal N"
};

/// The stable name of a channel. Static storage.
[[nodiscard]] TEAMSCTL_API std::string_view name_of(Channel channel) noexcept;

/// One piece of a transcript, in the order in which the pieces crossed. Known secrets are redacted
/// in it, and so are the secret members of requests, whatever they hold. Text of the console may be
/// any bytes.
struct TranscriptEntry {
  std::chrono::nanoseconds time;  ///< since the session was made
  Channel channel;
  std::string_view text;  ///< valid during the call that hands it over
};

/// The first line of a transcript's file, with its line feed: the version of the format and that of
/// teamsctl.
[[nodiscard]] TEAMSCTL_API std::string transcript_header(std::string_view teamsctl_version);

/// An entry as one line of JSON, with its line feed: {"t":seconds,"channel":...,"text":...}, or
/// "base64" in place of "text" for what is not UTF-8. The simulator plays such a file again:
/// teamsctl-transcript(5).
[[nodiscard]] TEAMSCTL_API std::string transcript_line(const TranscriptEntry& entry);

}  // namespace teamsctl
