#include "text/strict_json.hpp"

#include <set>
#include <string>
#include <vector>

namespace teamsctl::simulator {

namespace {
constexpr int deepest = 512;
}

Json parse_strictly(std::string_view text) {
  std::vector<std::set<std::string>> names;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    switch (event) {
      case Json::parse_event_t::object_start:
      case Json::parse_event_t::array_start:
        // The library counts the outermost value as depth 0.
        if (depth >= deepest) throw JsonError("it nests deeper than 512");
        names.emplace_back();
        break;
      case Json::parse_event_t::object_end:
      case Json::parse_event_t::array_end:
        names.pop_back();
        break;
      case Json::parse_event_t::key: {
        auto name = parsed.get<std::string>();
        if (!names.back().insert(name).second)
          throw JsonError("the member " + name + " is there twice");
        break;
      }
      case Json::parse_event_t::value:
        break;
    }
    return true;
  };
  try {
    return Json::parse(text, watch);
  } catch (const Json::exception& error) {
    throw JsonError(error.what());
  }
}

std::string dump(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string json_string(std::string_view text) { return dump(Json(text)); }

}  // namespace teamsctl::simulator
