// Requests with PowerShell text, of which the simulator runs none.
#include "cmdlets.hpp"

namespace teamsctl::simulator {

void run_script(const CommandRequest& request, Pipeline& pipeline) {
  // The two that ask nothing but whether somebody is there.
  if (request.script == "$null") return;
  if (request.script == "1") {
    pipeline.object(1);
    return;
  }
  throw CommandFailed{
      {.message = "The simulator runs no PowerShell text, only cmdlets with parameters.",
       .fqid = "ScriptNotSimulated",
       .category = "NotImplemented",
       .exception = "System.NotSupportedException"}};
}

}  // namespace teamsctl::simulator
