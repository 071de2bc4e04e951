#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/list_procedure.hpp"
#include "core/session_machine.hpp"

namespace teamsctl::core {

/// A machine with a clock that the test moves, and everything it has ever put out.
class Bench {
 public:
  explicit Bench(Limits limits = {})
      : machine(limits, PromptRules::built_in(), text, wall_time, now) {}

  static std::chrono::system_clock::time_point wall_time(TimePoint time) {
    return std::chrono::system_clock::time_point(std::chrono::seconds(1'000'000'000)) +
           time.time_since_epoch();
  }

  // Values are written as "Name=text;Name=text" here: core has no JSON, and needs none.
  static std::optional<std::string> text(std::string_view json, std::string_view member) {
    if (member.empty())
      return json.starts_with('"') ? std::optional(std::string(json.substr(1, json.size() - 2)))
                                   : std::nullopt;
    const std::string key = std::string(member) + "=";
    const std::size_t at = json.find(key);
    if (at == std::string_view::npos) return std::nullopt;
    const std::string_view rest = json.substr(at + key.size());
    return std::string(rest.substr(0, rest.find(';')));
  }

  void collect() {
    std::vector<Output> outputs;
    machine.take_outputs(outputs);
    for (Output& output : outputs) {
      if (auto* send = std::get_if<SendRequest>(&output)) {
        if (auto* invoke = std::get_if<HostInvoke>(&send->request)) {
          host_id = invoke->id;
          invoked.push_back(invoke->command);
          parameters.clear();
          sent = std::move(invoke->parameters);
          for (auto& [name, value] : sent)
            if (const auto* number = std::get_if<std::int64_t>(&value)) parameters[name] = *number;
        } else if (auto* answer = std::get_if<HostAnswer>(&send->request)) {
          if (const auto* secret = std::get_if<Secret>(&answer->value))
            answers.emplace_back(secret->reveal());
        } else if (std::holds_alternative<HostCancel>(send->request)) {
          ++cancels;
        } else if (std::holds_alternative<HostDecline>(send->request)) {
          ++declines;
        } else {
          ++exits;
        }
      } else if (auto* type = std::get_if<TypeOnTerminal>(&output)) {
        typed += type->text.reveal();
      } else if (auto* end = std::get_if<EndChild>(&output)) {
        stop_plans.push_back(end->plan);
      } else if (auto* event = std::get_if<Event>(&output)) {
        if (const auto* row = std::get_if<Row>(event)) rows.emplace_back(row->json);
        if (const auto* message = std::get_if<Message>(event)) said.push_back(message->text);
        if (const auto* opened = std::get_if<ChallengeOpened>(event))
          challenges.push_back(opened->challenge);
        if (const auto* finished = std::get_if<Finished>(event)) ends.push_back(*finished);
        if (const auto* over = std::get_if<Closed>(event)) closed = *over;
        if (const auto* changed = std::get_if<StateChanged>(event))
          path += std::string(path.empty() ? "" : " ") + std::string(name_of(changed->to));
        if (const auto* in = std::get_if<Connected>(event)) connected = *in;
      }
    }
  }

  void feed(Record record) {
    machine.take_record(record, now);
    collect();
  }
  void console(std::string_view bytes) {
    machine.take_console(ConsoleStream::output, bytes, now);
    collect();
  }
  /// A command that fails with these messages, one record each.
  void fails(const std::vector<std::string>& messages,
             const std::string& fqid = "Connect-MicrosoftTeams") {
    for (const std::string& message : messages) {
      ErrorRecord record;
      record.id = host_id;
      record.message = message;
      record.fqid = fqid;
      feed(std::move(record));
    }
    done();
  }
  void later(std::chrono::milliseconds time) {
    now += time;
    machine.tick(now);
    collect();
  }
  void done(DoneRecord::State state = DoneRecord::State::completed) {
    feed(DoneRecord{.id = host_id, .state = state});
  }
  void ready() { feed(ReadyRecord{.protocol = 1, .powershell = "7.6.5"}); }

  /// A command that the service refuses for a while; `wait` is what it asks to be left alone for.
  void throttled(std::optional<double> wait = std::nullopt) {
    ErrorRecord record;
    record.id = host_id;
    record.message = "Too Many Requests";
    record.fqid = "TooManyRequests,Cmdlet";
    record.retry_after = wait;
    feed(std::move(record));
    done();
  }
  RequestId sign_in() {
    HostParameters connect;
    connect.emplace_back("Credential", Credential{"mfa@contoso.example", Secret("Passw0rd!")});
    return sign_in(std::move(connect), "mfa@contoso.example");
  }
  RequestId sign_in(HostParameters connect, std::string account) {
    SignInPlan plan;
    plan.import.command = "Import-Module";
    plan.connect.command = "Connect-MicrosoftTeams";
    plan.verify.command = "Get-CsTenant";
    plan.disconnect.command = "Disconnect-MicrosoftTeams";
    plan.account = std::move(account);
    plan.connect.parameters = std::move(connect);
    if (can_renew) {
      plan.again = [] {
        SignInPlan again;
        again.import.command = "Import-Module";
        again.connect.command = "Connect-MicrosoftTeams";
        again.connect.parameters.emplace_back("Credential",
                                              Credential{"mfa@contoso.example", std::nullopt});
        again.verify.command = "Get-CsTenant";
        again.disconnect.command = "Disconnect-MicrosoftTeams";
        again.account = "mfa@contoso.example";
        return again;
      };
    }
    machine.start(++last_request, std::move(plan), now);
    collect();
    return last_request;
  }
  RequestId query(std::optional<Paging> paging = std::nullopt) {
    return query(std::make_unique<ListProcedure>(ListProcedure::What{
        .invoke = {.command = "Get-CsPhoneNumberAssignment", .parameters = {}}, .paging = paging}));
  }
  RequestId query(std::unique_ptr<Procedure> procedure, bool needs_sign_in = true) {
    machine.start(++last_request,
                  QueryPlan{.procedure = std::move(procedure), .needs_sign_in = needs_sign_in},
                  now);
    collect();
    return last_request;
  }
  void prompt(std::string message, std::uint64_t number = 1) {
    feed(PromptRecord{
        .id = host_id, .prompt = number, .kind = PromptKind::line, .message = std::move(message)});
  }
  void to_connect() {
    ready();
    sign_in();
    done();  // import
  }
  void to_connected() {
    to_connect();
    done();  // connect
    feed(ObjectRecord{host_id, "TenantId=t-1;DisplayName=Contoso"});
    done();
  }

  TimePoint now{};
  SessionMachine machine;
  bool can_renew = false;
  RequestId last_request = 0;
  HostRequestId host_id = 0;
  std::vector<std::string> invoked;
  std::map<std::string, std::int64_t> parameters;
  HostParameters sent;  // with the last command
  std::vector<std::string> answers;
  std::string typed;
  int cancels = 0;
  int declines = 0;
  int exits = 0;
  std::vector<StopPlan> stop_plans;
  std::vector<std::string> rows;
  std::vector<std::string> said;
  std::vector<Challenge> challenges;
  std::vector<Finished> ends;
  std::optional<Closed> closed;
  std::optional<Connected> connected;
  std::string path;
};

}  // namespace teamsctl::core
