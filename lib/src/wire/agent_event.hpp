#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "teamsctl/error.hpp"
#include "teamsctl/event.hpp"

// Events and errors as the JSON of teamsctl-agent(7), both ways. A Row is none of them: its bytes
// travel as they are.
namespace teamsctl::wire {

[[nodiscard]] std::string event_json(const Event& event);
/// Nothing when it is no event that is known here.
[[nodiscard]] std::optional<Event> event_from_json(std::string_view json);

[[nodiscard]] std::string error_json(const Error& error);
/// An error of ErrorCode::agent when it is none.
[[nodiscard]] Error error_from_json(std::string_view json);

}  // namespace teamsctl::wire
