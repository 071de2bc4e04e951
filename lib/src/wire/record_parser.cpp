#include "wire/record_parser.hpp"

#include <rapidjson/encodedstream.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <charconv>
#include <nlohmann/json.hpp>

namespace teamsctl::wire {
namespace {

using core::Record;
using nlohmann::json;

// Deeper nesting is a protocol error; the host writes far less.
constexpr int deepest = 512;

/// Takes the tokens of a text and keeps nothing but the depth.
struct DepthCheck : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, DepthCheck> {
  int depth = 0;
  bool enter() { return ++depth <= deepest; }
  bool leave(rapidjson::SizeType) {
    --depth;
    return true;
  }
  bool StartObject() { return enter(); }
  bool EndObject(rapidjson::SizeType count) { return leave(count); }
  bool StartArray() { return enter(); }
  bool EndArray(rapidjson::SizeType count) { return leave(count); }
};

/// Syntax, encoding and depth, without building anything. Every result passes here, so this is the
/// one place where the speed of the parser counts: RapidJSON does it about four times as fast as
/// nlohmann's. Numbers are only checked for their form: they may have any size.
bool well_formed(std::string_view text) {
  rapidjson::MemoryStream bytes(text.data(), text.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
  // The stream would skip a byte order mark; here nothing may stand before a value.
  if (text.starts_with("\xef\xbb\xbf")) return false;
  DepthCheck check;
  rapidjson::Reader reader;
  return !reader
              .Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseNumbersAsStringsFlag>(
                  stream, check)
              .IsError();
}

std::string text(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

template <class Number>
Number number(const json& object, const char* name, Number otherwise) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number_integer() ? found->get<Number>() : otherwise;
}

bool flag(const json& object, const char* name, bool otherwise = false) {
  const auto found = object.find(name);
  return found != object.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}

const json& list(const json& object, const char* name) {
  static const json none = json::array();
  const auto found = object.find(name);
  return found != object.end() && found->is_array() ? *found : none;
}

/// The one record that comes a million times is taken apart by its fixed form, see the page.
std::optional<core::ObjectRecord> object_record(std::string_view line) {
  constexpr std::string_view head = R"({"type":"object","id":)";
  constexpr std::string_view middle = R"(,"value":)";
  if (!line.starts_with(head)) return std::nullopt;
  core::ObjectRecord record;
  const char* end = line.data() + line.size();
  const auto [after, error] = std::from_chars(line.data() + head.size(), end, record.id);
  if (error != std::errc()) return std::nullopt;
  std::string_view rest(after, static_cast<std::size_t>(end - after));
  if (!rest.starts_with(middle) || !rest.ends_with('}')) return std::nullopt;
  rest.remove_prefix(middle.size());
  rest.remove_suffix(1);
  record.json = rest;
  return record;
}

std::optional<core::PromptKind> prompt_kind(std::string_view name) {
  using enum core::PromptKind;
  if (name == "line") return line;
  if (name == "secure") return secure;
  if (name == "credential") return credential;
  if (name == "choice") return choice;
  if (name == "choices") return choices;
  if (name == "fields") return fields;
  if (name == "key") return key;
  return std::nullopt;
}

std::variant<Record, ProtocolError> prompt_record(const json& object) {
  core::PromptRecord record{.id = number<core::HostRequestId>(object, "id", 0),
                            .prompt = number<std::uint64_t>(object, "prompt", 0),
                            .caption = text(object, "caption"),
                            .message = text(object, "message"),
                            .secret = flag(object, "secret"),
                            .fields = {},
                            .choices = {},
                            .default_choice = number<int>(object, "default", -1),
                            .username = text(object, "username")};
  const std::optional<core::PromptKind> kind = prompt_kind(text(object, "kind"));
  if (!kind) return ProtocolError{"a prompt of an unknown kind"};
  record.kind = *kind;
  for (const json& field : list(object, "fields"))
    record.fields.push_back({.name = text(field, "name"),
                             .label = text(field, "label"),
                             .secret = flag(field, "secret")});
  for (const json& choice : list(object, "choices"))
    record.choices.push_back(text(choice, "label"));
  return Record(std::move(record));
}

std::variant<Record, ProtocolError> text_record(const json& object, MessageLevel level,
                                                const char* member) {
  return Record(core::TextRecord{.id = number<core::HostRequestId>(object, "id", 0),
                                 .level = level,
                                 .text = text(object, member),
                                 .newline = flag(object, "newline", true)});
}

std::variant<Record, ProtocolError> done_record(const json& object) {
  core::DoneRecord record{.id = number<core::HostRequestId>(object, "id", 0),
                          .objects = number<std::uint64_t>(object, "objects", 0),
                          .errors = number<std::uint64_t>(object, "errors", 0),
                          .truncated = number<std::uint64_t>(object, "truncated", 0)};
  const std::string state = text(object, "state");
  if (state == "completed")
    record.state = core::DoneRecord::State::completed;
  else if (state == "failed")
    record.state = core::DoneRecord::State::failed;
  else if (state == "stopped")
    record.state = core::DoneRecord::State::stopped;
  else
    return ProtocolError{"an end in an unknown state"};
  return Record(record);
}

std::variant<Record, ProtocolError> other_record(const json& object) {
  const std::string type = text(object, "type");
  if (type == "ready")
    return Record(core::ReadyRecord{.protocol = number<int>(object, "protocol", 0),
                                    .powershell = text(object, "powershell"),
                                    .pid = number<std::int64_t>(object, "pid", 0),
                                    .assembly = text(object, "assembly")});
  if (type == "fatal")
    return Record(core::FatalRecord{.code = text(object, "code"),
                                    .message = text(object, "message"),
                                    .powershell = text(object, "powershell")});
  if (type == "error") {
    core::ErrorRecord record{.id = number<core::HostRequestId>(object, "id", 0),
                             .message = text(object, "message"),
                             .fqid = text(object, "fqid"),
                             .category = text(object, "category"),
                             .activity = text(object, "activity"),
                             .reason = text(object, "reason"),
                             .exception = text(object, "exception"),
                             .inner = {},
                             .target = text(object, "target"),
                             .position = text(object, "position"),
                             .terminating = flag(object, "terminating"),
                             .retry_after = {}};
    if (const auto wait = object.find("retry_after"); wait != object.end() && wait->is_number()) {
      constexpr double longest = 86'400;
      if (const double seconds = wait->get<double>(); seconds >= 0 && seconds <= longest)
        record.retry_after = seconds;
    }
    for (const json& inner : list(object, "inner"))
      if (inner.is_string()) record.inner.push_back(inner.get<std::string>());
    return Record(std::move(record));
  }
  if (type == "warning") return text_record(object, MessageLevel::warning, "message");
  if (type == "verbose") return text_record(object, MessageLevel::verbose, "message");
  if (type == "debug") return text_record(object, MessageLevel::debug, "message");
  if (type == "information") return text_record(object, MessageLevel::information, "message");
  if (type == "host") return text_record(object, MessageLevel::host, "text");
  if (type == "progress")
    return Record(core::ProgressRecord{.id = number<core::HostRequestId>(object, "id", 0),
                                       .activity = text(object, "activity"),
                                       .status = text(object, "status"),
                                       .percent = number<int>(object, "percent", -1),
                                       .completed = flag(object, "completed")});
  if (type == "prompt") return prompt_record(object);
  if (type == "done") return done_record(object);
  if (type == "object") return ProtocolError{"a result that is not in its fixed form"};
  return ProtocolError{type.empty() ? "a record without a type" : "a record of an unknown type"};
}

}  // namespace

std::variant<Record, ProtocolError> parse_record(std::string_view line) {
  if (line.empty()) return ProtocolError{"an empty line"};
  if (const std::optional<core::ObjectRecord> record = object_record(line)) {
    if (!well_formed(record->json))
      return ProtocolError{"a result that is not valid JSON in UTF-8"};
    return Record(*record);
  }
  if (!well_formed(line)) return ProtocolError{"a line that is not valid JSON in UTF-8"};
  const json object = json::parse(line, nullptr, false);
  if (!object.is_object()) return ProtocolError{"a line that is not a JSON object"};
  return other_record(object);
}

std::optional<std::string> json_text(std::string_view source, std::string_view member) {
  json value = json::parse(source, nullptr, false);
  if (value.is_discarded()) return std::nullopt;
  if (!member.empty()) {
    if (!value.is_object() || !value.contains(member)) return std::nullopt;
    value = json(value[std::string(member)]);
    for (const char* inner : {"Id", "Name"})
      if (value.is_object() && value.contains(inner)) value = json(value[inner]);
  }
  if (!value.is_string()) return std::nullopt;
  return value.get<std::string>();
}

}  // namespace teamsctl::wire
