#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace teamsctl::cli {

/// On one line; bytes that are no UTF-8 become U+FFFD.
template <class Json>
[[nodiscard]] std::string json_text(const Json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace teamsctl::cli
