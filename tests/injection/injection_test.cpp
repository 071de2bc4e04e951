// R11: every value arrives as it was sent, and none becomes code.
//
// Every Unicode scalar, and texts made to break out of quotes, go through every text parameter of
// every command to a real pwsh with the stub module, which writes down what each cmdlet was bound
// to. The simulator keeps no such record: there the attacks go through every parameter and what was
// sent is looked at, and every scalar goes through one parameter that comes back in an error.
//
//   injection_test simulator PROGRAM
//   injection_test pwsh PWSH MODULES [TEXTS]      exits 77 when there is no PWSH
//
// TEXTS: so many of the 17 texts that hold all scalars for each parameter, another choice for each
// cmdlet; without it all of them, which takes minutes.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "teamsctl/commands.hpp"
#include "teamsctl/session.hpp"

using namespace teamsctl;
using nlohmann::json;

namespace {

constexpr std::uint32_t scalars_of_a_text = 65'536;

void append_utf8(std::string& out, std::uint32_t scalar) {
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (scalar < 0x80) {
    byte(scalar);
  } else if (scalar < 0x800) {
    byte(0xC0 | scalar >> 6);
    byte(0x80 | (scalar & 0x3F));
  } else if (scalar < 0x10000) {
    byte(0xE0 | scalar >> 12);
    byte(0x80 | (scalar >> 6 & 0x3F));
    byte(0x80 | (scalar & 0x3F));
  } else {
    byte(0xF0 | scalar >> 18);
    byte(0x80 | (scalar >> 12 & 0x3F));
    byte(0x80 | (scalar >> 6 & 0x3F));
    byte(0x80 | (scalar & 0x3F));
  }
}

/// All 1,112,064 scalars, some to a text.
std::vector<std::string> every_scalar() {
  std::vector<std::string> texts;
  std::uint32_t count = 0;
  for (std::uint32_t scalar = 0; scalar <= 0x10FFFF; ++scalar) {
    if (scalar >= 0xD800 && scalar <= 0xDFFF) continue;
    if (count++ % scalars_of_a_text == 0) texts.emplace_back();
    append_utf8(texts.back(), scalar);
  }
  return texts;
}

/// Texts that would run `payload` if they were ever made into PowerShell text between quotes of any
/// kind, or into an expression.
std::vector<std::string> attacks(const std::string& payload) {
  std::vector<std::string> texts;
  for (const char* quote :
       {"'", "\u2018", "\u2019", "\u201A", "\u201B", "\"", "\u201C", "\u201D", "\u201E"}) {
    const std::string q = quote;
    texts.push_back("bob" + q + "; " + payload + "; " + q);
    texts.push_back(q + q + q + "; " + payload + " #");
    texts.push_back(q + "\n" + payload + "\n" + q);
    texts.push_back("@" + q + "\n" + q + "@; " + payload);
  }
  for (const char* dash : {"-", "\u2013", "\u2014", "\u2015"})
    texts.push_back(std::string(dash) + "Confirm:$false; " + payload);
  texts.push_back("$(" + payload + ")");
  texts.push_back("`$(" + payload + ")");
  texts.push_back("\u0085" + payload + "\u00A0|\u2028" + payload + "\u2029");
  texts.push_back("{" + payload + "}");
  texts.push_back("%{" + payload + "}");
  texts.push_back("<#" + payload + "#>");
  texts.push_back("\\\",\\\"command\\\":\\\"" + payload);
  texts.push_back("\"}},{\"type\":\"script\",\"text\":\"" + payload + "\"}\n{\"type\":\"exit\"}");
  return texts;
}

/// One command as it is sent, and what has to arrive.
struct Sent {
  Request request;
  std::string cmdlet;
  std::vector<std::pair<std::string, std::string>> parameters;
};

Sent invoke(std::string cmdlet, std::vector<std::pair<std::string, std::string>> parameters) {
  Invoke request{.command = cmdlet, .parameters = {}};
  for (const auto& [name, value] : parameters) request.parameters.emplace_back(name, value);
  return {.request = std::move(request),
          .cmdlet = std::move(cmdlet),
          .parameters = std::move(parameters)};
}

/// Everything that the commands of the table can carry, with the texts dealt out so that each
/// parameter gets each text once.
std::vector<Sent> all_requests(const std::vector<std::string>& texts) {
  std::vector<Sent> all;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::size_t next = i;
    const auto text = [&] { return texts[next++ % texts.size()]; };
    for (const CommandInfo& command : commands()) {
      std::vector<std::pair<std::string, std::string>> parameters;
      for (const CommandArgument& argument : command.arguments)
        if ((argument.kind == ArgumentKind::text || argument.kind == ArgumentKind::texts) &&
            !argument.parameter.empty())
          parameters.emplace_back(argument.parameter, text());
      switch (command.shape) {
        case CommandShape::list: {
          List list{.command = std::string(command.name),
                    .parameters = {},
                    .top = 1,
                    .skip = 0,
                    .keep = {}};
          for (const auto& [name, value] : parameters) list.parameters.emplace_back(name, value);
          if (!parameters.empty())
            all.push_back(
                {std::move(list), std::string(command.cmdlets.front()), std::move(parameters)});
          break;
        }
        case CommandShape::policies:
          for (const std::string_view cmdlet : command.cmdlets) {
            all.push_back(invoke(std::string(cmdlet), {{"Identity", text()}}));
            all.push_back(invoke(std::string(cmdlet), {{"Filter", text()}}));
          }
          break;
        case CommandShape::users: {
          std::string user = text();
          all.push_back({GetUserInfo{.users = {user}}, "Get-CsOnlineUser", {{"Identity", user}}});
          all.push_back(invoke("Get-CsUserPolicyAssignment", {{"Identity", text()}}));
          break;
        }
        case CommandShape::assign:
        case CommandShape::remove:
          // What a user and a number are is looked up first; here the change itself is what counts.
          parameters.insert(
              parameters.begin(),
              {{"Identity", text()}, {"PhoneNumber", text()}, {"PhoneNumberType", text()}});
          all.push_back(invoke(std::string(command.cmdlets.front()), std::move(parameters)));
          break;
      }
    }
  }
  return all;
}

class Run {
 public:
  explicit Run(SessionOptions options, bool keeps_requests) {
    if (keeps_requests)
      options.transcript = [this](const TranscriptEntry& entry) {
        if (entry.channel == Channel::request) requests_.emplace_back(entry.text);
      };
    session_ = std::make_unique<Session>(loop_, std::move(options),
                                         [this](const Event& event) { take(event); });
    finish(SignIn{
        .as = UserSignIn{.username = "nomfa@contoso.example", .password = Secret("Passw0rd!")}});
    requests_.clear();
  }

  void finish(Request request) {
    id_ = session_->start(std::move(request));
    done_ = false;
    while (!done_) loop_.run_one(std::chrono::hours(1));
  }

  /// What was sent last for this cmdlet.
  [[nodiscard]] json take_request(const std::string& cmdlet) {
    json found;
    for (const std::string& line : requests_)
      if (json request = json::parse(line);
          found.is_null() && request.value("command", "") == cmdlet)
        found = request["parameters"];
    requests_.clear();
    return found;
  }

  std::vector<std::string> said;

 private:
  void take(const Event& event) {
    if (const auto* finished = std::get_if<Finished>(&event);
        finished != nullptr && finished->request == id_)
      done_ = true;
    if (const auto* message = std::get_if<Message>(&event)) said.push_back(message->text);
    if (const auto* closed = std::get_if<Closed>(&event)) {
      std::fprintf(stderr, "the session ended: %s\n",
                   closed->error ? closed->error->message.c_str() : "");
      std::_Exit(1);
    }
  }

  Loop loop_;
  std::unique_ptr<Session> session_;
  RequestId id_ = 0;
  bool done_ = false;
  std::vector<std::string> requests_;
};

std::uint64_t wrong = 0;

/// The stub calls the two by the names of their module's version.
const char* other_name(const std::string& name) {
  return name == "PhoneNumber" ? "TelephoneNumber" : name == "PhoneNumberType" ? "NumberType" : "";
}

void check(const json& seen, const Sent& sent, const char* where) {
  for (const auto& [name, value] : sent.parameters) {
    if (seen.is_object() && seen.value(name, seen.value(other_name(name), json())) == value)
      continue;
    ++wrong;
    std::fprintf(stderr, "%s: %s of %s is not what was sent\n", where, name.c_str(),
                 sent.cmdlet.c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const bool real = std::string(argv[1]) == "pwsh";
  if (real && ::access(argv[2], X_OK) != 0) {
    std::printf("skipped: no pwsh\n");
    return 77;
  }
  const std::filesystem::path directory =
      std::filesystem::temp_directory_path() / ("teamsctl-injection-" + std::to_string(::getpid()));
  std::filesystem::create_directories(directory);
  const std::filesystem::path mark = directory / "INJECTED";
  const std::filesystem::path log = directory / "calls.jsonl";

  SessionOptions options;
  if (real) {
    ::setenv("PSModulePath", argv[3], 1);
    ::setenv("TEAMS_STUB_LOG", log.c_str(), 1);
    options.pwsh = argv[2];
  } else {
    options.simulation = Simulation{.program = argv[2], .scenario = "default"};
  }
  const std::vector<std::string> scalars = every_scalar();
  std::vector<std::string> texts = scalars;
  if (argc > 4) texts.resize(std::min<std::size_t>(texts.size(), std::stoul(argv[4])));
  const std::size_t scalar_texts = texts.size();
  for (std::string& attack : attacks("New-Item -Path '" + mark.string() + "'"))
    texts.push_back(std::move(attack));

  std::uint64_t values = 0;
  std::set<std::string> parameters;
  Run run(std::move(options), !real);
  std::ifstream calls;
  std::string line;
  if (real) {
    calls.open(log);
    while (std::getline(calls, line)) {  // those of the sign-in
    }
    calls.clear();
  }
  const std::vector<std::string> attacks_alone(
      texts.begin() + static_cast<std::ptrdiff_t>(scalar_texts), texts.end());
  for (Sent& sent : all_requests(real ? texts : attacks_alone)) {
    Request request = std::move(sent.request);
    run.finish(std::move(request));
    if (!real) check(run.take_request(sent.cmdlet), sent, "request");
    if (real) {
      bool found = false;
      while (std::getline(calls, line)) {
        const json call = json::parse(line);
        if (call["cmdlet"] == sent.cmdlet && !found) {
          found = true;
          check(call["parameters"], sent, "cmdlet");
        }
      }
      calls.clear();
      if (!found) {
        ++wrong;
        std::fprintf(stderr, "%s was not called\n", sent.cmdlet.c_str());
      }
    }
    values += sent.parameters.size();
    for (const auto& [name, value] : sent.parameters) parameters.insert(sent.cmdlet + " -" + name);
  }
  // A value that comes back in a message has gone all the way, whoever plays PowerShell.
  for (std::size_t i = 0; i < scalars.size(); ++i) {
    run.said.clear();
    Parameters bad;
    bad.emplace_back("NumberType", scalars[i]);
    run.finish(GetPhoneNumbers{.filters = std::move(bad), .top = 1, .skip = 0, .city = {}});
    const std::string wanted = "Invalid NumberType '" + scalars[i] + "'";
    bool echoed = false;
    for (const std::string& text : run.said) echoed = echoed || text == wanted;
    if (!echoed) {
      ++wrong;
      const std::string seen = run.said.empty() ? std::string() : run.said.front();
      const auto differs = std::mismatch(seen.begin(), seen.end(), wanted.begin(), wanted.end());
      std::fprintf(stderr,
                   "text %zu did not come back in a message: %zu messages, the first differs at "
                   "byte %td of %zu\n",
                   i, run.said.size(), differs.first - seen.begin(), wanted.size());
    }
  }
  if (std::filesystem::exists(mark)) {
    ++wrong;
    std::fprintf(stderr, "a value became code\n");
  }
  std::filesystem::remove_all(directory);
  std::printf(
      "%llu values through %zu parameters (each: %zu of %zu texts of scalars and %zu attacks), "
      "every scalar through one, %llu wrong\n",
      static_cast<unsigned long long>(values), parameters.size(), real ? scalar_texts : 0,
      scalars.size(), texts.size() - scalar_texts, static_cast<unsigned long long>(wrong));
  return wrong == 0 ? 0 : 1;
}
