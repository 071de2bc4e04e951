#include "wire/agent_event.hpp"

#include <nlohmann/json.hpp>

#include "core/overloaded.hpp"
#include "wire/agent_json.hpp"

namespace teamsctl::wire {
namespace {

using core::Overloaded;
using nlohmann::json;
using std::chrono::system_clock;

/// The value that has this name, where all of them have one and `last` is the last.
template <class Named>
std::optional<Named> known(const json& object, const char* member, Named last) {
  const std::string name = object.at(member).get<std::string>();
  for (int value = 0; value <= static_cast<int>(last); ++value)
    if (name_of(static_cast<Named>(value)) == name) return static_cast<Named>(value);
  return std::nullopt;
}

template <class Named>
Named named(const json& object, const char* member, Named last) {
  if (const std::optional<Named> value = known(object, member, last)) return *value;
  throw json::other_error::create(501, member, nullptr);
}

std::int64_t milliseconds(system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

std::optional<system_clock::time_point> time_from(const json& object, const char* name) {
  if (!object.contains(name)) return std::nullopt;
  return system_clock::time_point(std::chrono::duration_cast<system_clock::duration>(
      std::chrono::milliseconds(object.at(name).get<std::int64_t>())));
}

json of(const Challenge& challenge) {
  json object{{"id", challenge.id},           {"kind", name_of(challenge.kind)},
              {"message", challenge.message}, {"display_code", challenge.display_code},
              {"url", challenge.url},         {"choices", challenge.choices},
              {"secret", challenge.secret},   {"attempt", challenge.attempt},
              {"account", challenge.account}};
  if (challenge.default_choice) object["default_choice"] = *challenge.default_choice;
  if (challenge.expires_at) object["expires_at"] = milliseconds(*challenge.expires_at);
  return object;
}

Challenge challenge_from(const json& object) {
  Challenge challenge;
  read(object, "id", challenge.id);
  challenge.kind =
      challenge_kind(object.at("kind").get<std::string>()).value_or(ChallengeKind::unknown);
  read(object, "message", challenge.message);
  read(object, "display_code", challenge.display_code);
  read(object, "url", challenge.url);
  read(object, "choices", challenge.choices);
  read(object, "secret", challenge.secret);
  read(object, "attempt", challenge.attempt);
  read(object, "account", challenge.account);
  if (object.contains("default_choice"))
    challenge.default_choice = object.at("default_choice").get<int>();
  challenge.expires_at = time_from(object, "expires_at");
  return challenge;
}

json of(const Error& error) {
  json object{{"code", name_of(error.code)},
              {"message", error.message},
              {"hint", error.hint},
              {"detail", error.detail},
              {"retryable", error.retryable},
              {"not_taken", error.not_taken},
              {"reason", name_of(error.reason)}};
  if (error.aadsts) object["aadsts"] = *error.aadsts;
  if (error.retry_after) object["retry_after"] = error.retry_after->count();
  if (error.challenge) object["challenge"] = of(*error.challenge);
  if (error.server_time) object["server_time"] = milliseconds(*error.server_time);
  return object;
}

Error error_from(const json& object) {
  Error error;
  error.code = named(object, "code", ErrorCode::interrupted);
  read(object, "message", error.message);
  read(object, "hint", error.hint);
  read(object, "detail", error.detail);
  read(object, "retryable", error.retryable);
  read(object, "not_taken", error.not_taken);
  error.reason = named(object, "reason", Reason::cancelled);
  if (object.contains("aadsts")) error.aadsts = object.at("aadsts").get<int>();
  if (object.contains("retry_after"))
    error.retry_after = std::chrono::milliseconds(object.at("retry_after").get<std::int64_t>());
  if (object.contains("challenge")) error.challenge = challenge_from(object.at("challenge"));
  error.server_time = time_from(object, "server_time");
  return error;
}

void add_error(json& object, const std::optional<Error>& error) {
  if (error) object["error"] = of(*error);
}

std::optional<Error> added_error(const json& object) {
  if (!object.contains("error")) return std::nullopt;
  return error_from(object.at("error"));
}

MessageLevel level_from(const json& object) {
  return known(object, "level", MessageLevel::error).value_or(MessageLevel::host);
}

json of(const Event& event) {
  return std::visit(
      Overloaded{
          [](const StateChanged& changed) {
            return json{
                {"event", "state"}, {"from", name_of(changed.from)}, {"to", name_of(changed.to)}};
          },
          [](const Ready& ready) {
            return json{{"event", "ready"},
                        {"powershell", ready.powershell},
                        {"host_from_cache", ready.host_from_cache}};
          },
          [](const ChallengeOpened& opened) {
            return json{{"event", "challenge"}, {"challenge", of(opened.challenge)}};
          },
          [](const ChallengeClosed& closed) {
            return json{{"event", "challenge_closed"}, {"id", closed.id}};
          },
          [](const Connected& connected) {
            return json{{"event", "connected"},
                        {"account", connected.account},
                        {"tenant_id", connected.tenant_id},
                        {"display_name", connected.display_name}};
          },
          [](const Row&) { return json(); },
          [](const Message& message) {
            return json{{"event", "message"},
                        {"request", message.request},
                        {"level", name_of(message.level)},
                        {"text", message.text},
                        {"error_id", message.error_id},
                        {"category", message.category},
                        {"newline", message.newline}};
          },
          [](const Progress& progress) {
            return json{{"event", "progress"},           {"request", progress.request},
                        {"activity", progress.activity}, {"status", progress.status},
                        {"percent", progress.percent},   {"rows", progress.rows},
                        {"pages", progress.pages}};
          },
          [](const Finished& finished) {
            json object{{"event", "finished"},
                        {"request", finished.request},
                        {"rows", finished.rows},
                        {"truncated", finished.truncated}};
            add_error(object, finished.error);
            return object;
          },
          [](const Closed& closed) {
            json object{{"event", "closed"}};
            add_error(object, closed.error);
            return object;
          },
      },
      event);
}

std::optional<Event> event_from(const json& object) {
  const std::string type = object.at("event").get<std::string>();
  if (type == "state")
    return StateChanged{.from = named(object, "from", State::closed),
                        .to = named(object, "to", State::closed)};
  if (type == "ready") {
    Ready ready;
    read(object, "powershell", ready.powershell);
    read(object, "host_from_cache", ready.host_from_cache);
    return ready;
  }
  if (type == "challenge")
    return ChallengeOpened{.challenge = challenge_from(object.at("challenge"))};
  if (type == "challenge_closed") return ChallengeClosed{.id = object.at("id").get<ChallengeId>()};
  if (type == "connected") {
    Connected connected;
    read(object, "account", connected.account);
    read(object, "tenant_id", connected.tenant_id);
    read(object, "display_name", connected.display_name);
    return connected;
  }
  if (type == "message") {
    Message message{.request = object.at("request").get<RequestId>(), .level = level_from(object)};
    read(object, "text", message.text);
    read(object, "error_id", message.error_id);
    read(object, "category", message.category);
    read(object, "newline", message.newline);
    return message;
  }
  if (type == "progress") {
    Progress progress{.request = object.at("request").get<RequestId>()};
    read(object, "activity", progress.activity);
    read(object, "status", progress.status);
    read(object, "percent", progress.percent);
    read(object, "rows", progress.rows);
    read(object, "pages", progress.pages);
    return progress;
  }
  if (type == "finished") {
    Finished finished{.request = object.at("request").get<RequestId>()};
    read(object, "rows", finished.rows);
    read(object, "truncated", finished.truncated);
    finished.error = added_error(object);
    return finished;
  }
  if (type == "closed") return Closed{.error = added_error(object)};
  return std::nullopt;
}

}  // namespace

std::string event_json(const Event& event) { return line_of(of(event)); }

std::optional<Event> event_from_json(std::string_view text) {
  try {
    return event_from(json::parse(text));
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

std::string error_json(const Error& error) { return line_of(of(error)); }

Error error_from_json(std::string_view text) {
  try {
    return error_from(json::parse(text));
  } catch (const json::exception&) {
    return {.code = ErrorCode::agent,
            .message = "The agent has sent an error that is not understood.",
            .hint = "Write teamsctl agent stop, then teamsctl login."};
  }
}

}  // namespace teamsctl::wire
