#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "play/result_shape.hpp"
#include "text/strict_json.hpp"

namespace teamsctl::simulator {

/// A request that runs something: the members of `invoke` or `script`.
struct CommandRequest {
  std::uint64_t id = 0;
  std::string command = {};  ///< empty for a script
  Json parameters = Json::object();
  std::string script = {};
  /// A script that may only read.
  bool read_only = false;
  ResultShape shape = {};
};

/// What the other side sent is not the protocol.
struct ProtocolBroken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Turns the bytes of descriptor 3 into requests and remembers what they ask for, until somebody
/// comes to look. No descriptor is touched here.
class RequestQueue {
 public:
  /// Takes the next bytes. What breaks the protocol is kept for check(): it may arrive amid a
  /// record, which has to be finished first.
  void feed(std::string_view bytes);

  /// Throws ProtocolBroken when something did break it.
  void check() const;

  /// The next command to run, when one has come.
  [[nodiscard]] std::optional<CommandRequest> take_command();

  /// Says that a request runs, or that it ended; what arrives for it is looked at only between.
  void begin(std::uint64_t id);
  void finish();

  /// Says that a prompt waits for its answer, and takes that once it has come.
  void open_prompt(std::uint64_t prompt);
  [[nodiscard]] std::optional<Json> take_answer();
  /// Says that its answer is not wanted any more; one that comes yet is nobody's mistake.
  void withdraw_prompt() noexcept { prompt_ = 0; }

  /// From here on requests are handed on as they came, for a replay, and not understood; an exit or
  /// a cancel still asks to stop.
  void pass_on() noexcept { passes_on_ = true; }
  [[nodiscard]] std::optional<Json> take_passed();

  /// True once the running request has to stop: it was cancelled, its prompt was declined, or the
  /// session is to end.
  [[nodiscard]] bool stop_asked() const noexcept { return stop_asked_; }
  [[nodiscard]] bool exit_asked() const noexcept { return exit_asked_; }
  /// The steps after an exit are not stopped by it.
  void forget_exit() noexcept { exit_asked_ = stop_asked_ = false; }

 private:
  void take_line(std::string_view line);
  void take_request(const Json& request);
  void take_command_request(const Json& request, const std::string& type);

  std::string unfinished_;
  std::string broken_;
  std::optional<CommandRequest> command_;
  std::uint64_t last_id_ = 0;
  std::uint64_t running_ = 0;
  std::uint64_t prompt_ = 0;
  std::optional<Json> answer_;
  bool passes_on_ = false;
  std::deque<Json> passed_;
  bool stop_asked_ = false;
  std::uint64_t cancelled_ = 0;  // a command that has not begun
  bool exit_asked_ = false;
};

}  // namespace teamsctl::simulator
