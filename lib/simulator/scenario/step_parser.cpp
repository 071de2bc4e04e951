#include "scenario/step_parser.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <string_view>
#include <utility>

#include "scenario/entra_refusals.hpp"
#include "scenario/module_refusals.hpp"
#include "text/members.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::int64_t many = 1'000'000'000'000;

const std::initializer_list<std::pair<std::string_view, Channel>> channels = {
    {"stdout", Channel::standard_output},
    {"stderr", Channel::standard_error},
    {"terminal", Channel::terminal},
    {"host", Channel::host},
    {"warning", Channel::warning},
    {"verbose", Channel::verbose},
    {"debug", Channel::debug},
    {"information", Channel::information},
    {"progress", Channel::progress},
    {"output", Channel::output},
    {"error", Channel::error},
};

const std::initializer_list<std::pair<std::string_view, Through>> code_ways = {
    {"host", Through::host},
    {"secure", Through::secure},
    {"console", Through::console},
    {"stderr", Through::standard_error},
};

const std::initializer_list<std::pair<std::string_view, Through>> ways = {
    {"host", Through::host},       {"secure", Through::secure},
    {"console", Through::console}, {"stderr", Through::standard_error},
    {"choice", Through::choice},   {"fields", Through::fields},
};

const std::initializer_list<std::pair<std::string_view, NoSession>> no_sessions = {
    {"must_connect", NoSession::must_connect},
    {"no_session", NoSession::no_session},
    {"run_either", NoSession::run_either},
    {"invalid_credential", NoSession::invalid_credential},
    {"refresh", NoSession::refresh},
};

void check_channel(Channel channel, const std::string& path, Stage stage) {
  if (stage == Stage::command || channel <= Channel::terminal) return;
  if (stage == Stage::idle && channel == Channel::host) return;
  Members::refuse(path,
                  stage == Stage::idle
                      ? "must be stdout, stderr, terminal or host: no command runs here"
                      : "must be stdout, stderr or terminal: there is no record before ready");
}

Step read_say(const Json& value, const std::string& path, Stage stage) {
  const Members members(value, path, {"text", "on", "end", "times", "bytewise"});
  Say say;
  members.read("text", say.text);
  members.read("on", say.on, channels);
  members.read("end", say.end);
  members.read("times", say.times, 0, many);
  members.read("bytewise", say.bytewise);
  check_channel(say.on, members.path_of("on"), stage);
  return say;
}

Step read_ask_code(const Json& value, const std::string& path, Stage) {
  const Members members(value, path,
                        {"through", "prompt", "expect", "attempts", "refusal", "expires", "late"});
  AskCode ask;
  members.read("through", ask.through, code_ways);
  members.read("prompt", ask.prompt);
  members.read("expect", ask.expect);
  members.read("attempts", ask.attempts, 1, 1000);
  members.read("refusal", ask.refusal);
  if (const Json* expires = members.find("expires"))
    ask.expires = Members::duration(*expires, members.path_of("expires"));
  members.read("late", ask.late,
               {{"refused", Late::refused}, {"exit", Late::exit}, {"kill", Late::kill}});
  if (members.find("late") != nullptr && !ask.expires)
    Members::refuse(members.path_of("late"), "needs expires");
  return ask;
}

Step read_ask(const Json& value, const std::string& path, Stage) {
  const Members members(value, path,
                        {"through", "prompt", "caption", "choices", "default", "fields", "expect"});
  Ask ask;
  members.read("through", ask.through, ways);
  members.read("prompt", ask.prompt);
  members.read("caption", ask.caption);
  members.read("choices", ask.choices);
  members.read("fields", ask.fields);
  if (members.find("caption") != nullptr && ask.through < Through::choice)
    Members::refuse(members.path_of("caption"), "belongs to through choice or fields");
  if (const Json* expect = members.find("expect"))
    ask.expect = Members::text(*expect, members.path_of("expect"));
  if (ask.expect && ask.through >= Through::choice)
    Members::refuse(members.path_of("expect"), "is not for through choice or fields");
  // One field alone is asked for as a line.
  if ((ask.through == Through::fields) != (ask.fields.size() > 1) ||
      (ask.through != Through::fields && !ask.fields.empty()))
    Members::refuse(members.path_of("fields"),
                    "must be two names or more when, and only when, through is fields");
  if ((ask.through == Through::choice) == ask.choices.empty())
    Members::refuse(members.path_of("choices"),
                    "must be there when, and only when, through is choice");
  if (const Json* preset = members.find("default")) {
    if (preset->is_string()) {
      const auto label =
          std::find(ask.choices.begin(), ask.choices.end(), preset->get<std::string>());
      if (label == ask.choices.end())
        Members::refuse(members.path_of("default"), "is not one of the choices");
      ask.preset = static_cast<int>(label - ask.choices.begin());
    } else {
      members.read("default", ask.preset, -1, static_cast<std::int64_t>(ask.choices.size()) - 1);
    }
  }
  return ask;
}

Step read_device_code(const Json& value, const std::string& path, Stage) {
  const Members members(value, path, {"on", "code", "url", "wait"});
  DeviceCode device;
  members.read("on", device.on, channels);
  members.read("code", device.code);
  members.read("url", device.url);
  members.read("wait", device.wait);
  return device;
}

Step read_aadsts(const Json& value, const std::string& path, Stage) {
  const auto number = static_cast<int>(Members::whole_number(value, path, 0, 99'999'999));
  if (find_entra_refusal(number) == nullptr)
    Members::refuse(path, "is not one of: " + known_entra_refusals());
  return Aadsts{number};
}

Step read_refuse(const Json& value, const std::string& path, Stage) {
  const std::string name = Members::text(value, path);
  if (find_module_refusal(name) == nullptr)
    Members::refuse(path, "is not one of: " + known_module_refusals());
  return Refuse{name};
}

Step read_not_connected(const Json& value, const std::string& path, Stage) {
  const Members members(value, path, {"as"});
  NotConnected step;
  members.read("as", step.as, no_sessions);
  return step;
}

Step read_expire(const Json& value, const std::string& path, Stage) {
  const Members members(value, path, {"as", "times"});
  Expire step;
  members.read("as", step.as, no_sessions);
  members.read("times", step.times, 1, many);
  return step;
}

Step read_fail(const Json& value, const std::string& path, Stage) {
  const Members members(value, path,
                        {"message", "fqid", "category", "exception", "retry_after", "times"});
  Fail fail;
  members.read("message", fail.message);
  members.read("fqid", fail.fqid);
  members.read("category", fail.category);
  members.read("exception", fail.exception);
  if (const Json* seconds = members.find("retry_after")) {
    constexpr double most = 1e9;
    if (!seconds->is_number() || seconds->get<double>() < 0 || seconds->get<double>() > most)
      Members::refuse(members.path_of("retry_after"),
                      "is not a number of seconds from 0 to 1000000000");
    fail.retry_after = seconds->get<double>();
  }
  if (const Json* times = members.find("times"))
    fail.times = static_cast<std::uint64_t>(
        Members::whole_number(*times, members.path_of("times"), 1, many));
  return fail;
}

Step read_wait(const Json& value, const std::string& path, Stage) {
  return Wait{Members::duration(value, path)};
}

template <typename Flag>
Step read_flag(const Json& value, const std::string& path, Stage) {
  if (value != Json(true)) Members::refuse(path, "is not true");
  return Flag{};
}

Step read_exit(const Json& value, const std::string& path, Stage) {
  return Exit{static_cast<int>(Members::whole_number(value, path, 0, 255))};
}

Step read_kill(const Json& value, const std::string& path, Stage) {
  const auto signal = static_cast<int>(Members::whole_number(value, path, 1, 64));
  constexpr std::array harmless = {SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP,
                                   SIGTTIN, SIGTTOU, SIGURG,  SIGWINCH};
  if (std::find(harmless.begin(), harmless.end(), signal) != harmless.end())
    Members::refuse(path, "is a signal that does not end a process");
  return Kill{signal};
}

Step read_flood(const Json& value, const std::string& path, Stage) {
  const Members members(value, path, {"on", "bytes", "text"});
  Flood flood;
  members.read("on", flood.on,
               {{"stdout", Channel::standard_output},
                {"stderr", Channel::standard_error},
                {"terminal", Channel::terminal}});
  members.read("bytes", flood.bytes, 0, many);
  members.read("text", flood.text);
  if (flood.text.empty()) Members::refuse(members.path_of("text"), "is empty");
  return flood;
}

std::string from_hex(const std::string& digits, const std::string& path) {
  const auto value = [&](char digit) {
    constexpr std::string_view all = "0123456789abcdef";
    const auto at =
        all.find(digit >= 'A' && digit <= 'F' ? static_cast<char>(digit - 'A' + 'a') : digit);
    if (at == std::string_view::npos || digits.size() % 2 != 0)
      Members::refuse(path, "is not bytes in hexadecimal");
    return at;
  };
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2)
    bytes +=
        static_cast<char>(value(digits[i]) * 16 + value(digits[i + 1 < digits.size() ? i + 1 : i]));
  return bytes;
}

Step read_record(const Json& value, const std::string& path, Stage) {
  RawRecord record;
  if (value.is_string()) {
    record.bytes = value.get<std::string>();
    return record;
  }
  const Members members(value, path, {"text", "hex", "times"});
  std::string hex;
  members.read("text", record.bytes);
  members.read("hex", hex);
  members.read("times", record.times, 0, many);
  record.bytes += from_hex(hex, members.path_of("hex"));
  return record;
}

Step read_close(const Json& value, const std::string& path, Stage) {
  return Close{static_cast<int>(Members::whole_number(value, path, 0, 4))};
}

struct Kind {
  std::string_view name;
  Step (*read)(const Json&, const std::string&, Stage);
  bool needs_command;  ///< it talks to the command that runs
};

constexpr std::array kinds = {
    Kind{"say", read_say, false},
    Kind{"ask_code", read_ask_code, true},
    Kind{"ask", read_ask, true},
    Kind{"device_code", read_device_code, true},
    Kind{"aadsts", read_aadsts, true},
    Kind{"refuse", read_refuse, true},
    Kind{"not_connected", read_not_connected, true},
    Kind{"expire", read_expire, true},
    Kind{"fail", read_fail, true},
    Kind{"wait", read_wait, false},
    Kind{"hang", read_flag<Hang>, false},
    Kind{"deaf", read_flag<Deaf>, false},
    Kind{"exit", read_exit, false},
    Kind{"kill", read_kill, false},
    Kind{"flood", read_flood, false},
    Kind{"record", read_record, false},
    Kind{"close", read_close, false},
    Kind{"spawn", read_flag<Spawn>, false},
};

Step read_step(const Json& value, const std::string& path, Stage stage) {
  if (!value.is_object() || value.size() != 1)
    Members::refuse(path, "is not an object with one member");
  const std::string& name = value.begin().key();
  const Json& content = value.begin().value();
  std::string allowed;
  for (const Kind& kind : kinds) {
    if (stage != Stage::command && kind.needs_command) continue;
    if (kind.name == name) return kind.read(content, path + "." + name, stage);
    append_item(allowed, kind.name);
  }
  Members::refuse(path + "." + name, "is not a step that can be done here; allowed: " + allowed);
}

}  // namespace

Steps parse_steps(const Json& list, const std::string& path, Stage stage) {
  if (!list.is_array()) Members::refuse(path, "is not a list of steps");
  Steps steps;
  for (const Json& value : list)
    steps.push_back(read_step(value, path + "[" + std::to_string(steps.size()) + "]", stage));
  return steps;
}

}  // namespace teamsctl::simulator
