#pragma once

#include <functional>

#include "teamsctl/loop.hpp"

namespace teamsctl::cli {

/// Turns signals into calls from inside the loop: SIGINT, SIGTERM, SIGHUP and SIGTSTP. SIGPIPE and
/// SIGXFSZ are ignored; the writes that they would have been for fail instead.
class Signals {
 public:
  /// Called with the number of the signal, once for each.
  Signals(Loop& loop, std::function<void(int)> on_signal);
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

 private:
  int descriptor_;
  Loop::Handle readable_;
};

}  // namespace teamsctl::cli
