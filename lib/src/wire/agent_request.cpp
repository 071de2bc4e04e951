#include "wire/agent_request.hpp"

#include <nlohmann/json.hpp>

#include "core/overloaded.hpp"
#include "wire/agent_json.hpp"

namespace teamsctl::wire {
namespace {

using core::Overloaded;
using nlohmann::json;

json of(const Value& value) {
  return std::visit(Overloaded{
                        [](const std::string& text) { return json(text); },
                        [](std::int64_t number) { return json(number); },
                        [](bool on) { return json(on); },
                        [](Switch given) {
                          return json{{"switch", given.on}};
                        },
                        [](const std::vector<std::string>& texts) { return json(texts); },
                    },
                    value);
}

json of(const Parameters& parameters) {
  json list = json::array();
  for (const auto& [name, value] : parameters) list.push_back(json::array({name, of(value)}));
  return list;
}

json of(const SignIn& sign_in) {
  json object = std::visit(Overloaded{
                               [](const UserSignIn& user) {
                                 return json{{"as", "user"}, {"username", user.username}};
                               },
                               [](const DeviceCodeSignIn& user) {
                                 return json{{"as", "device-code"}, {"username", user.username}};
                               },
                               [](const CertificateSignIn& app) {
                                 return json{{"as", "certificate"},
                                             {"application_id", app.application_id},
                                             {"file", app.file}};
                               },
                               [](const ThumbprintSignIn& app) {
                                 return json{{"as", "thumbprint"},
                                             {"application_id", app.application_id},
                                             {"thumbprint", app.thumbprint}};
                               },
                               [](const AccessTokensSignIn&) {
                                 return json{{"as", "access-token"}};
                               },
                               [](const ManagedIdentitySignIn&) {
                                 return json{{"as", "managed-identity"}};
                               },
                           },
                           sign_in.as);
  object["type"] = "sign_in";
  object["tenant_id"] = sign_in.tenant_id;
  object["environment"] = sign_in.environment;
  object["mfa_code_digits"] = sign_in.mfa_code_digits;
  return object;
}

json of(const GetPhoneNumbers& get) {
  json object{{"type", "get_phone_numbers"},
              {"filters", of(get.filters)},
              {"skip", get.skip},
              {"city", get.city}};
  if (get.top) object["top"] = *get.top;
  return object;
}
json of(const GetTenant&) { return {{"type", "get_tenant"}}; }
json of(const List& list) {
  json object{{"type", "list"},
              {"command", list.command},
              {"parameters", of(list.parameters)},
              {"skip", list.skip},
              {"keep", list.keep}};
  if (list.top) object["top"] = *list.top;
  return object;
}
json of(const GetPolicies& get) {
  return {{"type", "get_policies"},
          {"types", get.types},
          {"identity", get.identity},
          {"filter", get.filter}};
}
json of(const GetUserInfo& get) { return {{"type", "get_user_info"}, {"users", get.users}}; }
template <class Change>
json of_change(const char* type, const Change& change) {
  return {{"type", type},
          {"user", change.user},
          {"number", change.number},
          {"number_type", change.number_type},
          {"more", of(change.more)},
          {"verify", change.verify.count()}};
}
json of(const AssignPhoneNumber& change) { return of_change("assign_phone_number", change); }
json of(const RemovePhoneNumber& change) { return of_change("remove_phone_number", change); }
json of(const RunScript& script) {
  return {{"type", "run_script"}, {"text", script.text}, {"read_only", script.read_only}};
}
json of(const GetModule&) { return {{"type", "get_module"}}; }
json of(const Invoke& invoke) {
  return {{"type", "invoke"}, {"command", invoke.command}, {"parameters", of(invoke.parameters)}};
}

Value value_from(const json& any) {
  if (any.is_boolean()) return any.get<bool>();
  if (any.is_number()) return any.get<std::int64_t>();
  if (any.is_array()) return any.get<std::vector<std::string>>();
  if (any.is_object()) return Switch{.on = any.at("switch").get<bool>()};
  return any.get<std::string>();
}

Parameters parameters_from(const json& list) {
  Parameters parameters;
  for (const json& pair : list)
    parameters.emplace_back(pair.at(0).get<std::string>(), value_from(pair.at(1)));
  return parameters;
}

std::string text(const json& object, const char* name) {
  return object.at(name).get<std::string>();
}

std::optional<std::uint64_t> top_from(const json& object) {
  if (!object.contains("top")) return std::nullopt;
  return object.at("top").get<std::uint64_t>();
}

SignIn::As as_from(const json& object) {
  const std::string as = text(object, "as");
  if (as == "user") return UserSignIn{.username = text(object, "username")};
  if (as == "device-code") return DeviceCodeSignIn{.username = text(object, "username")};
  if (as == "certificate")
    return CertificateSignIn{.application_id = text(object, "application_id"),
                             .file = text(object, "file")};
  if (as == "thumbprint")
    return ThumbprintSignIn{.application_id = text(object, "application_id"),
                            .thumbprint = text(object, "thumbprint")};
  if (as == "access-token") return AccessTokensSignIn{};
  if (as == "managed-identity") return ManagedIdentitySignIn{};
  throw json::other_error::create(501, "as", nullptr);
}

template <class Change>
Change change_from(const json& object) {
  Change change;
  change.user = text(object, "user");
  change.number = text(object, "number");
  change.number_type = text(object, "number_type");
  change.more = parameters_from(object.at("more"));
  change.verify = std::chrono::milliseconds(object.at("verify").get<std::int64_t>());
  return change;
}

Request request_from(const json& object) {
  const std::string type = text(object, "type");
  if (type == "sign_in")
    return SignIn{.as = as_from(object),
                  .tenant_id = text(object, "tenant_id"),
                  .environment = text(object, "environment"),
                  .mfa_code_digits = object.at("mfa_code_digits").get<int>()};
  if (type == "get_phone_numbers")
    return GetPhoneNumbers{.filters = parameters_from(object.at("filters")),
                           .top = top_from(object),
                           .skip = object.at("skip").get<std::uint64_t>(),
                           .city = text(object, "city")};
  if (type == "get_tenant") return GetTenant{};
  if (type == "list")
    return List{.command = text(object, "command"),
                .parameters = parameters_from(object.at("parameters")),
                .top = top_from(object),
                .skip = object.at("skip").get<std::uint64_t>(),
                .keep = object.at("keep").get<decltype(List::keep)>()};
  if (type == "get_policies")
    return GetPolicies{.types = object.at("types").get<std::vector<std::string>>(),
                       .identity = text(object, "identity"),
                       .filter = text(object, "filter")};
  if (type == "get_user_info")
    return GetUserInfo{.users = object.at("users").get<std::vector<std::string>>()};
  if (type == "assign_phone_number") return change_from<AssignPhoneNumber>(object);
  if (type == "remove_phone_number") return change_from<RemovePhoneNumber>(object);
  if (type == "run_script")
    return RunScript{.text = text(object, "text"), .read_only = object.at("read_only").get<bool>()};
  if (type == "get_module") return GetModule{};
  if (type == "invoke")
    return Invoke{.command = text(object, "command"),
                  .parameters = parameters_from(object.at("parameters"))};
  throw json::other_error::create(501, "type", nullptr);
}

}  // namespace

json json_of(const Request& request) {
  return std::visit([](const auto& one) { return of(one); }, request);
}

json json_of(const SignIn& sign_in) { return of(sign_in); }

Request request_of(const json& object) { return request_from(object); }

json json_of(const Limits& limits) {
  return {{"start", limits.start.count()},
          {"import", limits.import.count()},
          {"sign_in", limits.sign_in.count()},
          {"mfa", limits.mfa.count()},
          {"mfa_attempts", limits.mfa_attempts},
          {"command", limits.command.count()},
          {"retries", limits.retries},
          {"retry_limit", limits.retry_limit.count()},
          {"between_commands", limits.between_commands.count()},
          {"cancel", limits.cancel.count()},
          {"close", limits.close.count()},
          {"record_bytes", limits.record_bytes},
          {"console_tail_bytes", limits.console_tail_bytes},
          {"outgoing_bytes", limits.outgoing_bytes}};
}

Limits limits_of(const json& object) {
  Limits limits;
  read(object, "start", limits.start);
  read(object, "import", limits.import);
  read(object, "sign_in", limits.sign_in);
  read(object, "mfa", limits.mfa);
  read(object, "mfa_attempts", limits.mfa_attempts);
  read(object, "command", limits.command);
  read(object, "retries", limits.retries);
  read(object, "retry_limit", limits.retry_limit);
  read(object, "between_commands", limits.between_commands);
  read(object, "cancel", limits.cancel);
  read(object, "close", limits.close);
  read(object, "record_bytes", limits.record_bytes);
  read(object, "console_tail_bytes", limits.console_tail_bytes);
  read(object, "outgoing_bytes", limits.outgoing_bytes);
  return limits;
}

std::optional<std::string> request_json(const Request& request) {
  try {
    return json_of(request).dump();
  } catch (const json::exception&) {
    return std::nullopt;  // a text that is not UTF-8
  }
}

std::optional<Request> request_from_json(std::string_view text) {
  try {
    return request_of(json::parse(text));
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

}  // namespace teamsctl::wire
