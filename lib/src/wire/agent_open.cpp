#include "wire/agent_open.hpp"

#include <nlohmann/json.hpp>
#include <utility>
#include <variant>

#include "wire/agent_json.hpp"

namespace teamsctl::wire {
namespace {

using nlohmann::json;

// A variable may hold any bytes, JSON may not: each byte becomes the character of its number.
std::string widened(const std::string& bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xc0 | byte >> 6);
      text += static_cast<char>(0x80 | (byte & 0x3f));
    }
  }
  return text;
}

std::string narrowed(const std::string& text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80 || i + 1 == text.size())
      bytes += text[i];
    else
      bytes += static_cast<char>((byte & 3) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3f));
  }
  return bytes;
}

json of(const PromptRule& rule) {
  return {{"name", rule.name},
          {"kind", name_of(rule.kind)},
          {"pattern", rule.pattern},
          {"quiet", rule.quiet.count()},
          {"anywhere", rule.where == PromptRule::Where::anywhere},
          {"context", rule.context},
          {"needs", rule.needs}};
}

PromptRule rule_of(const json& object) {
  PromptRule rule;
  read(object, "name", rule.name);
  rule.kind = challenge_kind(object.at("kind").get<std::string>()).value_or(ChallengeKind::unknown);
  read(object, "pattern", rule.pattern);
  read(object, "quiet", rule.quiet);
  if (object.at("anywhere").get<bool>()) rule.where = PromptRule::Where::anywhere;
  read(object, "context", rule.context);
  read(object, "needs", rule.needs);
  return rule;
}

json sign_in_members(const AgentOpen& open) {
  json environment = json::array();
  for (const std::string& entry : open.environment) environment.push_back(widened(entry));
  json rules = json::array();
  for (const PromptRule& rule : open.prompt_rules) rules.push_back(of(rule));
  json object{{"pwsh", open.pwsh},
              {"environment", std::move(environment)},
              {"prompt_rules", std::move(rules)},
              {"idle", open.idle.count()},
              {"lifetime", open.lifetime.count()}};
  if (open.simulated)
    object["simulation"] = {
        {"scenario", open.scenario}, {"numbers", open.numbers}, {"state", open.state}};
  return object;
}

void read_sign_in_members(const json& object, AgentOpen& open) {
  Request who = request_of(object.at("sign_in"));
  open.who = std::move(std::get<SignIn>(who));
  read(object, "pwsh", open.pwsh);
  for (const json& entry : object.at("environment"))
    open.environment.push_back(narrowed(entry.get<std::string>()));
  for (const json& rule : object.at("prompt_rules")) open.prompt_rules.push_back(rule_of(rule));
  read(object, "idle", open.idle);
  read(object, "lifetime", open.lifetime);
  if (object.contains("simulation")) {
    const json& simulation = object.at("simulation");
    open.simulated = true;
    read(simulation, "scenario", open.scenario);
    read(simulation, "numbers", open.numbers);
    read(simulation, "state", open.state);
  }
}

}  // namespace

std::optional<std::string> open_json(const AgentOpen& open) {
  try {
    json object = open.sign_in ? sign_in_members(open) : json::object();
    object["id"] = open.id;
    object["identity"] = open.identity;
    object["limits"] = json_of(open.limits);
    if (open.detached) object["detach"] = true;
    if (open.sign_in) object["sign_in"] = json_of(open.who);
    return object.dump();
  } catch (const json::exception&) {
    return std::nullopt;
  }
}

std::optional<AgentOpen> open_from_json(std::string_view text) {
  try {
    const json object = json::parse(text);
    AgentOpen open;
    open.id = object.at("id").get<RequestId>();
    open.identity = object.at("identity").get<std::string>();
    if (object.contains("limits")) open.limits = limits_of(object.at("limits"));
    if (object.contains("detach")) read(object, "detach", open.detached);
    open.sign_in = object.contains("sign_in");
    if (open.sign_in) read_sign_in_members(object, open);
    return open;
  } catch (const json::exception&) {
    return std::nullopt;
  } catch (const std::bad_variant_access&) {
    return std::nullopt;  // a request of another type in the place of the sign-in
  }
}

}  // namespace teamsctl::wire
