#include "teamsctl/version.hpp"

namespace teamsctl {

std::string_view library_version() noexcept { return header_version; }

}  // namespace teamsctl
