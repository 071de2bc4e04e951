#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "play/request_queue.hpp"

namespace teamsctl::simulator {

/// pwsh ends now, with this status.
struct SessionEnded {
  int status = 0;
};

/// The running command has to stop: it was cancelled, declined, or the session is to end.
struct Stopped {};

/// The descriptors of pwsh's process. Whatever waits here goes on listening to descriptor 3, so
/// that a cancel and the end of teamsctl are noticed at any time. The end of the request pipe
/// throws SessionEnded from every call that waits.
class ProcessChannels {
 public:
  using Clock = std::chrono::steady_clock;

  /// Prepares the descriptors: nothing that is started later inherits the two of the protocol, no
  /// write blocks.
  ProcessChannels();

  [[nodiscard]] RequestQueue& requests() noexcept { return requests_; }

  /// Writes records to descriptor 4, all of them: a cancel does not tear a record. A reader that is
  /// gone ends the session.
  void send(std::string_view records);

  /// Writes to descriptor 0, 1 or 2. A reader that is gone is nothing to a console. Throws Stopped.
  void print(int descriptor, std::string_view bytes);

  /// Reads what the terminal has, at least a byte; nothing at its end, and an empty text when the
  /// deadline came first. Throws Stopped.
  [[nodiscard]] std::optional<std::string> read_terminal(
      std::optional<Clock::time_point> deadline = std::nullopt);

  /// Waits for the next request, or until `deadline`; without one for ever. Throws Stopped and
  /// ProtocolBroken.
  void wait(std::optional<Clock::time_point> deadline);

  /// Looks for requests without waiting. Throws Stopped and ProtocolBroken.
  void look();

  /// From here on no request is heard, and no polite signal either.
  void turn_deaf();

  void close(int descriptor);

 private:
  /// Polls descriptor 3 together with another one (or with none) and takes what has come on 3.
  /// Returns whether the other one is ready.
  bool poll(int descriptor, short events, std::optional<Clock::time_point> deadline);
  void receive();
  void throw_if_stopped() const;
  /// Returns false when nobody reads any more.
  bool write_some(int descriptor, std::string_view& bytes);

  RequestQueue requests_;
  bool hears_requests_ = true;
  bool terminal_ended_ = false;
};

}  // namespace teamsctl::simulator
