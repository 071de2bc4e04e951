#include "messages/event.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "output/challenge_json.hpp"
#include "output/error_json.hpp"
#include "text/json_text.hpp"

namespace teamsctl::cli {
namespace {

bool is_second_factor(ChallengeKind kind) {
  return kind == ChallengeKind::mfa_code || settled_elsewhere(kind);
}

}  // namespace

std::string json_string(std::string_view text) {
  return json_text(nlohmann::json(std::string(text)));
}

EventLine::EventLine(std::string_view type, const EventHead& head) {
  line_ = "{";
  if (head.line) line_ += "\"line\":" + std::to_string(*head.line) + ",";
  line_ += "\"type\":\"";
  line_ += type;
  line_ += '"';
  if (!head.id.empty()) json("id", head.id);
  if (!head.session.empty()) text("sessionId", head.session);
}

EventLine& EventLine::text(std::string_view name, std::string_view value) {
  return json(name, json_string(value));
}

EventLine& EventLine::json(std::string_view name, std::string_view json) {
  line_ += ",\"";
  line_ += name;
  line_ += "\":";
  line_ += json;
  return *this;
}

EventLine& EventLine::number(std::string_view name, std::uint64_t value) {
  return json(name, std::to_string(value));
}

EventLine& EventLine::members(std::string_view object) {
  const std::string_view inner = object.substr(1, object.size() - 2);
  if (!inner.empty()) line_ += ",";
  line_ += inner;
  return *this;
}

std::string EventLine::end_line() {
  line_ += "}\n";
  return std::move(line_);
}

std::string error_event(const EventHead& head, const Error& error) {
  return EventLine("error", head).members(json_text(error_json(error))).end_line();
}

std::string error_event(const EventHead& head, const Error& error, std::string_view code) {
  nlohmann::ordered_json body = error_json(error);
  body["code"] = code;
  return EventLine("error", head).members(json_text(body)).end_line();
}

std::string done_event(const EventHead& head, std::uint64_t rows, std::chrono::milliseconds time) {
  return EventLine("done", head)
      .number("rows", rows)
      .number("milliseconds", static_cast<std::uint64_t>(time.count()))
      .end_line();
}

std::string challenge_event(const EventHead& head, const Challenge& challenge) {
  return EventLine(is_second_factor(challenge.kind) ? "mfa_required" : "input_required", head)
      .number("challenge", challenge.id)
      .members(json_text(challenge_json(challenge)))
      .end_line();
}

std::string connected_event(const EventHead& head, const Connected& connected) {
  return EventLine("connected", head)
      .text("account", connected.account)
      .text("tenantId", connected.tenant_id)
      .text("displayName", connected.display_name)
      .end_line();
}

std::string message_event(const EventHead& head, const Message& message) {
  if (message.level == MessageLevel::warning)
    return EventLine("warning", head).text("message", message.text).end_line();
  EventLine line("output", head);
  line.text("stream", name_of(message.level)).text("text", message.text);
  if (message.level == MessageLevel::error)
    line.text("error_id", message.error_id).text("category", message.category);
  if (!message.newline) line.json("newline", "false");
  return line.end_line();
}

std::string progress_event(const EventHead& head, const Progress& progress) {
  EventLine line("progress", head);
  line.number("rows", progress.rows).number("pages", progress.pages);
  if (!progress.activity.empty()) line.text("activity", progress.activity);
  if (!progress.status.empty()) line.text("status", progress.status);
  if (progress.percent >= 0) line.number("percent", static_cast<std::uint64_t>(progress.percent));
  return line.end_line();
}

}  // namespace teamsctl::cli
