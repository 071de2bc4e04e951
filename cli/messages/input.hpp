#pragma once

#include <functional>

#include "messages/lines.hpp"
#include "teamsctl/loop.hpp"

namespace teamsctl::cli {

/// The lines of standard input, one after the other, without waiting for them: a pipe, a socket, a
/// terminal or a file.
class MessageInput {
 public:
  /// Called once for each line, and once, without one, at the end of the input. Either may pause().
  using Taken = std::function<void(const MessageLines::Line*)>;
  MessageInput(Loop& loop, Taken taken);

  /// Between the two no line is handed out, and nothing more is read than has been read already.
  void pause();
  void resume();

  /// True when whoever writes has gone, whatever of it is still unread.
  [[nodiscard]] static bool hung_up();

 private:
  void wait();
  void read();
  void hand_out();

  Loop& loop_;
  Taken taken_;
  MessageLines lines_;
  bool paused_ = false;
  bool ended_ = false;
  bool told_end_ = false;
  bool watched_;  // false for what is always ready: a file, /dev/null
  Loop::Handle readable_;
  Loop::Handle again_;
};

}  // namespace teamsctl::cli
