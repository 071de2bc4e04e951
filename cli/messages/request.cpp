#include "messages/request.hpp"

#include <utility>
#include <vector>

#include "messages/check.hpp"
#include "messages/command.hpp"
#include "messages/fields.hpp"
#include "messages/sign_in.hpp"
#include "text/nearest.hpp"

namespace teamsctl::cli {
namespace {

constexpr std::size_t longest_id = 256;
constexpr std::size_t longest_session = 64;

const std::vector<std::string>& own_types() {
  static const std::vector<std::string> types{"create_session", "send_mfa_code", "answer",
                                              "command",        "invoke",        "cancel",
                                              "list_sessions",  "close_session", "exit"};
  return types;
}

Error unknown_type(const std::string& type) {
  std::vector<std::string> names = own_types();
  for (const CommandInfo& info : commands()) {
    std::string name(info.name);
    for (char& c : name)
      if (c == '-') c = '_';
    names.push_back(std::move(name));
  }
  const std::string meant = nearest(type, names);
  const bool printable = type.size() <= 64;
  return {.code = ErrorCode::usage,
          .message = "There is no request '" + (printable ? type : std::string("...")) + "'.",
          .hint = meant.empty() ? "See teamsctl-serve(7)." : "Did you mean " + meant + "?"};
}

/// A whole number or a string, as it was written: it goes back the same.
std::string read_id(MessageFields& fields, std::string_view name) {
  const std::optional<std::string_view> json = fields.json(name);
  if (!json) return {};
  if (json->size() <= longest_id && (json->starts_with('"') || is_whole_number(*json)))
    return std::string(*json);
  fields.wrong(name, "it is neither a whole number nor a string of at most " +
                         std::to_string(longest_id - 2) + " bytes");
  return {};
}

MessageHead read_head(MessageFields& fields) {
  MessageHead head{.type = fields.text("type").value_or(""), .id = read_id(fields, "id")};
  if (head.type.empty()) fields.wrong("type", "it is missing");
  head.session = fields.text("sessionId").value_or("");
  if (head.session.size() > longest_session) {
    fields.wrong("sessionId", "it is longer than " + std::to_string(longest_session) + " bytes");
    head.session.clear();
  }
  return head;
}

CreateSession read_create_session(MessageFields& fields) {
  CreateSession create{.sign_in = {}, .tenant_id = fields.text("tenantId").value_or("")};
  const std::optional<std::string_view> credentials = fields.json("credentials");
  if (!credentials) return create;
  if (!credentials->starts_with('{')) {
    fields.wrong("credentials", "it is no object");
    return create;
  }
  MessageFields inner(*credentials, "credentials.");
  create.sign_in = read_credentials(inner);
  if (std::optional<Error> problem = inner.problem()) fields.refuse(std::move(*problem));
  return create;
}

GiveAnswer read_answer(MessageFields& fields) {
  GiveAnswer answer{.challenge = fields.number("challenge"), .value = {}};
  // The number of a choice may come as one.
  const auto json = fields.json("value");
  if (json && is_whole_number(*json))
    answer.value = Secret(*json);
  else if (std::optional<Secret> value = fields.secret("value"))
    answer.value = std::move(*value);
  else
    fields.wrong("value", "it is missing");
  return answer;
}

std::optional<MessageBody> read_body(const std::string& type, MessageFields& fields) {
  if (type == "create_session") return read_create_session(fields);
  if (type == "send_mfa_code") {
    std::optional<Secret> code = fields.secret("code");
    if (!code) fields.wrong("code", "it is missing");
    return SendMfaCode{.code = code ? std::move(*code) : Secret()};
  }
  if (type == "answer") return read_answer(fields);
  if (type == "command") return DoRequest{.request = read_script(fields)};
  if (type == "invoke") return DoRequest{.request = read_invoke(fields)};
  if (type == "cancel") return CancelRequest{.target = read_id(fields, "target")};
  if (type == "list_sessions") return ListSessions{};
  if (type == "close_session") return CloseSession{};
  if (type == "exit") return ExitServe{};
  const CommandInfo* info = type.find('-') == std::string::npos ? find_command(type) : nullptr;
  if (info == nullptr) {
    fields.refuse(unknown_type(type));
    return std::nullopt;
  }
  if (std::optional<DoRequest> asked = read_table_command(*info, fields)) return std::move(*asked);
  return std::nullopt;
}

}  // namespace

std::variant<ClientMessage, BadMessage> read_message(std::string_view line) {
  if (const std::optional<std::string> wrong = wrong_json(line))
    return BadMessage{.head = {},
                      .error = {.code = ErrorCode::usage,
                                .message = "This line is no request: " + *wrong + ".",
                                .hint = "Write one JSON object a line; see teamsctl-serve(7)."}};
  MessageFields fields(line);
  MessageHead head = read_head(fields);
  std::optional<MessageBody> body;
  if (!head.type.empty()) body = read_body(head.type, fields);
  if (std::optional<Error> problem = fields.problem())
    return BadMessage{.head = std::move(head), .error = std::move(*problem)};
  return ClientMessage{.head = std::move(head), .body = std::move(*body)};
}

}  // namespace teamsctl::cli
