#pragma once

#include <chrono>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/procedure.hpp"

namespace teamsctl::core {

/// Runs a procedure the way the machine does, without a machine: the test says what each command
/// answers.
class ProcedureBench final : public Results {
 public:
  explicit ProcedureBench(std::unique_ptr<Procedure> procedure) : procedure_(std::move(procedure)) {
    step();
  }

  void row(std::string_view json) override { rows.emplace_back(json); }
  void made_row(std::string json) override { rows.push_back(std::move(json)); }
  void message(MessageLevel, std::string text) override { messages.push_back(std::move(text)); }

  /// The command that runs answers with these rows.
  void answers(std::initializer_list<std::string_view> json) {
    for (const std::string_view one : json)
      if (std::optional<Error> problem = procedure_->take(one, *this)) {
        end(std::move(problem));
        return;
      }
    ended(std::nullopt);
  }

  /// The command that runs fails.
  void fails(std::string message, std::string fqid = "BadRequest,Cmdlet") {
    ended(meaning(std::move(message), std::move(fqid)));
  }

  /// The machine asks for the command again.
  [[nodiscard]] bool repeats(std::string message, std::string fqid) {
    std::optional<Procedure::Step> again =
        procedure_->again(meaning(std::move(message), std::move(fqid)));
    if (!again) return false;
    perform(std::move(*again));
    return true;
  }

  /// "Get-CsOnlineUser Identity=amy"
  [[nodiscard]] std::string command() const {
    std::string text = invoke.command;
    for (const auto& [name, value] : invoke.parameters) {
      text += " " + name + "=";
      if (const auto* string = std::get_if<std::string>(&value)) text += *string;
      if (const auto* number = std::get_if<std::int64_t>(&value)) text += std::to_string(*number);
      if (std::holds_alternative<Switch>(value)) text += "on";
    }
    return text;
  }

  TimePoint now{};
  HostInvoke invoke;  ///< that runs
  HostScript script;
  std::vector<std::string> commands;
  std::vector<std::string> rows;
  std::vector<std::string> messages;
  std::chrono::milliseconds waited{0};
  bool over = false;
  std::optional<Error> error;  ///< of the end

 private:
  Error meaning(std::string message, std::string fqid) {
    ErrorRecord record;
    record.message = std::move(message);
    record.fqid = std::move(fqid);
    return procedure_->meaning(std::span(&record, 1));
  }

  void ended(std::optional<Error> failure) {
    if (std::optional<Error> error_now = procedure_->ended(std::move(failure), now, *this))
      end(std::move(error_now));
    else
      step();
  }

  void end(std::optional<Error> with) {
    over = true;
    error = std::move(with);
  }

  void step() { perform(procedure_->next(now)); }

  void perform(Procedure::Step next) {
    if (auto* wait = std::get_if<Procedure::Wait>(&next)) {
      now += wait->time;
      waited += wait->time;
      step();
      return;
    }
    if (auto* last = std::get_if<Procedure::End>(&next)) {
      end(std::move(last->error));
      return;
    }
    if (auto* text = std::get_if<HostScript>(&next)) {
      script = std::move(*text);
      commands.push_back(script.text);
      return;
    }
    invoke = std::move(std::get<HostInvoke>(next));
    commands.push_back(command());
  }

  std::unique_ptr<Procedure> procedure_;
};

}  // namespace teamsctl::core
