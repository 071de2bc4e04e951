#pragma once

#include <csignal>

#include "jq/libjq.hpp"

namespace teamsctl::cli {

/// While this is, SIGINT, SIGTERM and SIGHUP stop a running expression, which could run for ever.
/// They are blocked otherwise (signals.hpp) and read in the loop; so is the one that stopped it,
/// after this.
class JqInterrupt {
 public:
  explicit JqInterrupt(jq_state* state);
  ~JqInterrupt();
  JqInterrupt(const JqInterrupt&) = delete;
  JqInterrupt& operator=(const JqInterrupt&) = delete;

  /// A signal came. The start of an input forgets that the one before was halted, so ask after it.
  [[nodiscard]] bool stopped() const;

 private:
  static constexpr int numbers_[] = {SIGINT, SIGTERM, SIGHUP};
  sigset_t blocked_;  // of these, which were blocked before
  struct sigaction before_[3]{};
};

}  // namespace teamsctl::cli
