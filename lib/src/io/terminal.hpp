#pragma once

#include "io/descriptor.hpp"

namespace teamsctl::io {

/// A terminal of pwsh's own. The user's is never lent to it.
struct Terminal {
  Descriptor master;  ///< what is written here, pwsh reads
  Descriptor slave;   ///< descriptor 0 of pwsh
};

/// Opens a terminal that is raw and echoes nothing from the start (an answer must not come back),
/// and is so wide that nothing is wrapped. Throws std::system_error.
[[nodiscard]] Terminal open_terminal();

}  // namespace teamsctl::io
