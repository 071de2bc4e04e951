#include "session/change_question.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <variant>

#include "output/print_rows.hpp"
#include "teamsctl/secret_source.hpp"
#include "terminal/terminal_prompter.hpp"
#include "text/json_text.hpp"

namespace teamsctl::cli {
namespace {

nlohmann::ordered_json json_of(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* flag = std::get_if<Switch>(&value)) return flag->on;
  return std::get<std::vector<std::string>>(value);
}

}  // namespace

bool is_yes(const std::variant<Secret, Error>& answer) {
  const Secret* given = std::get_if<Secret>(&answer);
  if (given == nullptr) return false;
  const std::string_view text = given->reveal();
  return text == "y" || text == "Y" || text == "yes" || text == "Yes" || text == "YES";
}

std::string change_sentence(const Request& request) {
  if (const auto* assign = std::get_if<AssignPhoneNumber>(&request))
    return "Assign " + assign->number +
           (assign->number_type.empty() ? "" : " (" + assign->number_type + ")") + " to " +
           assign->user + "?";
  if (const auto* remove = std::get_if<RemovePhoneNumber>(&request))
    return "Remove " + (remove->number.empty() ? std::string("all numbers") : remove->number) +
           " from " + remove->user + "?";
  return "Go on?";
}

std::optional<Error> ask_yes(const std::string& question, const Options& options) {
  if (options.sign_in.no_input || !terminal_usable()) {
    return Error{
        .code = ErrorCode::input_needed,
        .message = "This changes the tenant, and there is no terminal to ask on first: " + question,
        .hint = "Add --yes to do it without a question, or --dry-run to see what would be sent."};
  }
  Loop loop;
  const std::unique_ptr<SecretSource> terminal = terminal_secret();
  Challenge challenge;
  challenge.kind = ChallengeKind::confirm;
  challenge.message = question + " [y/N]";
  std::optional<std::variant<Secret, Error>> answer;
  terminal->fetch(loop, challenge,
                  [&](std::variant<Secret, Error> given) { answer.emplace(std::move(given)); });
  while (!answer) loop.run_one(std::chrono::hours(1));
  if (is_yes(*answer)) return std::nullopt;
  return Error{.code = ErrorCode::interrupted,
               .message = "Nothing was changed.",
               .hint = "",
               .reason = Reason::cancelled};
}

std::optional<Error> ask_before_change(const Request& request, const Options& options) {
  return ask_yes(change_sentence(request), options);
}

std::string dry_run_row(const Request& request) {
  nlohmann::ordered_json row;
  if (const std::optional<Invoke> change = change_of(request)) {
    nlohmann::ordered_json parameters = nlohmann::ordered_json::object();
    for (const auto& [name, value] : change->parameters) parameters[name] = json_of(value);
    row = {{"Cmdlet", change->command}, {"Parameters", std::move(parameters)}};
  }
  return json_text(row);
}

int print_dry_run(const Request& request, const Options& options) {
  return print_rows({dry_run_row(request)}, options);
}

}  // namespace teamsctl::cli
