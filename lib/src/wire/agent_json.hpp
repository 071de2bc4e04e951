#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "teamsctl/limits.hpp"
#include "teamsctl/request.hpp"

namespace teamsctl::wire {

/// A member, where there is one of the right kind; what it is read into stays as it is otherwise.
template <class To>
void read(const nlohmann::json& object, const char* name, To& to) {
  if (const auto found = object.find(name); found != object.end() && !found->is_null())
    found->get_to(to);
}

template <class Period>
void read(const nlohmann::json& object, const char* name,
          std::chrono::duration<std::int64_t, Period>& to) {
  std::int64_t count = to.count();
  read(object, name, count);
  to = std::chrono::duration<std::int64_t, Period>(count);
}

/// Requests and limits as values; reading throws nlohmann::json::exception.
[[nodiscard]] nlohmann::json json_of(const Request& request);
[[nodiscard]] nlohmann::json json_of(const SignIn& sign_in);
[[nodiscard]] Request request_of(const nlohmann::json& object);
[[nodiscard]] nlohmann::json json_of(const Limits& limits);
[[nodiscard]] Limits limits_of(const nlohmann::json& object);

/// On one line; bytes that are no UTF-8 become U+FFFD.
inline std::string line_of(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace teamsctl::wire
