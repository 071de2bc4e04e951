#pragma once

#include <string>
#include <vector>

namespace teamsctl::io {

/// The environment for pwsh, as NAME=VALUE: that of this process, without what would load foreign
/// code into it and without our own variables (which may hold secrets), with what makes its output
/// plain and quiet.
[[nodiscard]] std::vector<std::string> child_environment();

/// The same made from another environment.
[[nodiscard]] std::vector<std::string> child_environment(const std::vector<std::string>& from);

/// Where the compiled session host is kept: $XDG_CACHE_HOME/teamsctl/host or
/// ~/.cache/teamsctl/host; "-" when neither is an absolute path.
[[nodiscard]] std::string host_cache_directory();

}  // namespace teamsctl::io
