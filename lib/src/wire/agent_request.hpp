#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "teamsctl/request.hpp"

// Requests as the JSON of teamsctl-agent(7), both ways.
namespace teamsctl::wire {

/// Nothing when a text in it is not valid UTF-8. The secrets of a SignIn stay out: they travel as
/// answers to challenges only.
[[nodiscard]] std::optional<std::string> request_json(const Request& request);

/// What request_json() wrote; nothing when it is not that.
[[nodiscard]] std::optional<Request> request_from_json(std::string_view json);

}  // namespace teamsctl::wire
