#pragma once

#include <memory>

#include "options/options.hpp"
#include "output/log.hpp"
#include "teamsctl/session.hpp"

namespace teamsctl::cli {

/// The session that this command runs in: one of the agent where there is one and --agent lets it,
/// else one of its own. `login` starts the agent. Throws an Error.
[[nodiscard]] std::unique_ptr<AnySession> session_for(Loop& loop, const Options& options,
                                                      SessionOptions session,
                                                      AnySession::Handler handler, Log& log);

/// True for a login whose session the agent keeps.
[[nodiscard]] bool hands_over(const Options& options);

}  // namespace teamsctl::cli
