#include "text/members.hpp"

#include <algorithm>
#include <charconv>

#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

std::string joined(std::initializer_list<std::string_view> names) {
  std::string all;
  for (const auto name : names) append_item(all, name);
  return all;
}

}  // namespace

Members::Members(const Json& object, std::string path,
                 std::initializer_list<std::string_view> allowed)
    : object_(object), path_(std::move(path)) {
  if (!object.is_object()) refuse(path_, "is not an object; allowed in it: " + joined(allowed));
  for (const auto& [name, value] : object.items())
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end())
      refuse(path_of(name), "is unknown; allowed: " + joined(allowed));
}

const Json* Members::find(std::string_view name) const {
  const auto found = object_.find(std::string(name));
  return found == object_.end() ? nullptr : &*found;
}

std::string Members::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

void Members::read(std::string_view name, std::string& value) const {
  if (const Json* found = find(name)) value = text(*found, path_of(name));
}

void Members::read(std::string_view name, bool& value) const {
  const Json* found = find(name);
  if (found == nullptr) return;
  if (!found->is_boolean()) refuse(path_of(name), "is not true or false");
  value = found->get<bool>();
}

void Members::read(std::string_view name, std::vector<std::string>& value) const {
  const Json* found = find(name);
  if (found == nullptr) return;
  if (!found->is_array()) refuse(path_of(name), "is not a list of texts");
  value.clear();
  for (const Json& item : *found) value.push_back(text(item, path_of(name)));
}

void Members::read(std::string_view name, std::chrono::milliseconds& value) const {
  if (const Json* found = find(name)) value = duration(*found, path_of(name));
}

void Members::refuse(const std::string& path, const std::string& why) {
  throw ScenarioError((path.empty() ? "the scenario" : path) + " " + why);
}

std::int64_t Members::whole_number(const Json& value, const std::string& path, std::int64_t least,
                                   std::int64_t most) {
  const bool fits = value.is_number_integer() &&
                    (!value.is_number_unsigned() ||
                     value.get<std::uint64_t>() <= static_cast<std::uint64_t>(most)) &&
                    value.get<std::int64_t>() >= least && value.get<std::int64_t>() <= most;
  if (!fits)
    refuse(path,
           "is not a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return value.get<std::int64_t>();
}

std::string Members::text(const Json& value, const std::string& path) {
  if (!value.is_string()) refuse(path, "is not a text");
  return value.get<std::string>();
}

std::chrono::milliseconds Members::duration(const Json& value, const std::string& path) {
  using namespace std::chrono;
  const std::string written = value.is_string() ? value.get<std::string>() : "";
  std::uint32_t count = 0;
  const char* end = written.data() + written.size();
  const auto [unit, error] = std::from_chars(written.data(), end, count);
  const std::string_view name(unit, static_cast<std::size_t>(end - unit));
  if (error == std::errc()) {
    if (name == "ms") return milliseconds(count);
    if (name == "s") return seconds(count);
    if (name == "m") return minutes(count);
    if (name == "h") return hours(count);
  }
  refuse(path, "is not a duration such as \"200ms\", \"2s\", \"1m\" or \"1h\"");
}

std::chrono::milliseconds Members::signed_duration(const Json& value, const std::string& path) {
  const std::string written = value.is_string() ? value.get<std::string>() : "";
  if (!written.starts_with('-')) return duration(value, path);
  return -duration(Json(written.substr(1)), path);
}

}  // namespace teamsctl::simulator
