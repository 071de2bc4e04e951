#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <string_view>

#include "core/console_watch.hpp"
#include "core/host_request.hpp"
#include "core/session_machine.hpp"
#include "teamsctl/redactor.hpp"
#include "teamsctl/transcript.hpp"

namespace teamsctl {

/// Tells what crosses, without the secrets. Does nothing when nobody wants to know.
class SessionTranscript {
 public:
  using Take = std::function<void(const TranscriptEntry&)>;

  /// `redactor` must outlive this.
  SessionTranscript(Take take, const Redactor& redactor);

  void sent(const core::HostRequest& request);
  void typed(std::string_view text);
  void record(std::string_view line);
  void console(core::ConsoleStream stream, std::string_view bytes);
  void ended(const core::ChildEnd& end);

 private:
  /// What was held back because it might have become a secret.
  void release();
  void tell(Channel channel, std::string_view text);

  Take take_;
  const Redactor& redactor_;
  std::chrono::steady_clock::time_point begin_;
  std::array<StreamRedactor, 3> streams_;  // in the order of core::ConsoleStream
};

}  // namespace teamsctl
