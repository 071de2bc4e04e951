#include "command_line/change_flags.hpp"

namespace teamsctl::cli {

const std::vector<OptionShape>& change_flags() {
  static const std::vector<OptionShape> flags{
      {.name = "yes",
       .other = "-y",
       .help = "Do not ask first; needed where there is no terminal",
       .group = "Change",
       .kind = OptionKind::flag},
      {.name = "dry-run",
       .help = "Say what would be sent, and send nothing",
       .group = "Change",
       .kind = OptionKind::flag},
  };
  return flags;
}

}  // namespace teamsctl::cli
