#include "play/record.hpp"

#include <cmath>

#include "text/strict_json.hpp"

namespace teamsctl::simulator {

namespace {

std::string line(const Json& record) { return dump(record) + "\n"; }

/// Without a fraction where there is none.
Json shortest(double number) {
  return std::trunc(number) == number ? Json(static_cast<std::int64_t>(number)) : Json(number);
}

/// A choice with the key that the mark in its label names.
Json choice(std::string label) {
  std::string key;
  if (const auto mark = label.find('&'); mark != std::string::npos && mark + 1 < label.size()) {
    key = label.substr(mark + 1, 1);
    if (key[0] >= 'a' && key[0] <= 'z') key[0] = static_cast<char>(key[0] - 'a' + 'A');
    label.erase(mark, 1);
  }
  return {{"label", label}, {"key", key}, {"help", ""}};
}

}  // namespace

std::string ready_record(std::string_view powershell, int pid) {
  return line({{"type", "ready"},
               {"protocol", 1},
               {"powershell", powershell},
               {"pid", pid},
               {"assembly", "memory"}});
}

std::string fatal_record(std::string_view code, std::string_view message,
                         std::string_view powershell) {
  Json record = {{"type", "fatal"}, {"code", code}, {"message", message}};
  if (!powershell.empty()) record["powershell"] = powershell;
  return line(record);
}

std::string object_record_head(std::uint64_t id) {
  return "{\"type\":\"object\",\"id\":" + std::to_string(id) + ",\"value\":";
}

std::string error_record(std::uint64_t id, const ErrorRecord& error, bool terminating) {
  Json record = {{"type", "error"},
                 {"id", id},
                 {"message", error.message},
                 {"fqid", error.fqid},
                 {"category", error.category},
                 {"activity", error.activity},
                 {"reason", error.reason()},
                 {"exception", error.exception},
                 {"inner", error.inner},
                 {"target", error.target},
                 {"position", ""},
                 {"terminating", terminating}};
  if (error.retry_after) record["retry_after"] = shortest(*error.retry_after);
  return line(record);
}

std::string message_record(std::string_view type, std::uint64_t id, std::string_view message) {
  return line({{"type", type}, {"id", id}, {"message", message}});
}

std::string host_record(std::uint64_t id, std::string_view text, bool newline) {
  return line({{"type", "host"}, {"id", id}, {"text", text}, {"newline", newline}});
}

std::string progress_record(std::uint64_t id, std::string_view activity) {
  return line({{"type", "progress"},
               {"id", id},
               {"activity", activity},
               {"status", ""},
               {"percent", -1},
               {"completed", false}});
}

std::string prompt_record(std::uint64_t id, const PromptRecord& prompt) {
  Json choices = Json::array();
  for (const auto& label : prompt.choices) choices.push_back(choice(label));
  Json fields = Json::array();
  for (const auto& name : prompt.fields)
    fields.push_back({{"name", name}, {"label", name}, {"help", ""}, {"secret", false}});
  return line({{"type", "prompt"},
               {"id", id},
               {"prompt", prompt.prompt},
               {"kind", prompt.kind},
               {"caption", prompt.caption},
               {"message", prompt.message},
               {"secret", prompt.secret},
               {"fields", fields},
               {"choices", choices},
               {"default", prompt.preset},
               {"username", ""}});
}

std::string done_record(std::uint64_t id, const DoneRecord& done) {
  return line({{"type", "done"},
               {"id", id},
               {"state", done.state},
               {"objects", done.objects},
               {"errors", done.errors},
               {"truncated", done.truncated},
               {"milliseconds", done.milliseconds}});
}

}  // namespace teamsctl::simulator
