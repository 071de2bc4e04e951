#include "teams/number_change.hpp"

#include <algorithm>
#include <utility>

#include "core/refusals.hpp"
#include "core/same_text.hpp"
#include "teams/command_table.hpp"
#include "teams/host_parameters.hpp"
#include "teamsctl/json_members.hpp"

namespace teamsctl::teams {
namespace {

constexpr std::chrono::milliseconds first_pause{500};
constexpr std::chrono::milliseconds longest_pause{5'000};

std::string text_member(std::string_view json, std::string_view name) {
  const auto value = json_member(json, name);
  return value ? json_string_text(*value).value_or("") : "";
}

std::string quoted_or_null(const std::string& text) {
  return text.empty() ? "null" : json_quoted(text);
}

}  // namespace

Invoke change_command(const AssignPhoneNumber& assign) {
  Invoke invoke{.command = "Set-CsPhoneNumberAssignment", .parameters = {}};
  invoke.parameters.emplace_back("Identity", assign.user);
  invoke.parameters.emplace_back("PhoneNumber", assign.number);
  if (!assign.number_type.empty())
    invoke.parameters.emplace_back("PhoneNumberType", assign.number_type);
  invoke.parameters.insert(invoke.parameters.end(), assign.more.begin(), assign.more.end());
  return invoke;
}

Invoke change_command(const RemovePhoneNumber& remove) {
  Invoke invoke{.command = "Remove-CsPhoneNumberAssignment", .parameters = {}};
  invoke.parameters.emplace_back("Identity", remove.user);
  if (remove.number.empty()) {
    invoke.parameters.emplace_back("RemoveAll", Switch{});
  } else {
    invoke.parameters.emplace_back("PhoneNumber", remove.number);
    if (!remove.number_type.empty())
      invoke.parameters.emplace_back("PhoneNumberType", remove.number_type);
  }
  invoke.parameters.insert(invoke.parameters.end(), remove.more.begin(), remove.more.end());
  return invoke;
}

NumberChange::NumberChange(Change change)
    : change_(std::move(change)),
      assigns_(std::holds_alternative<AssignPhoneNumber>(change_)),
      user_(std::visit([](const auto& one) { return one.user; }, change_)),
      number_(std::visit([](const auto& one) { return one.number; }, change_)),
      more_(std::visit([](const auto& one) { return one.more; }, change_)),
      verify_(std::visit([](const auto& one) { return one.verify; }, change_)),
      // All numbers of a user are looked at through the user.
      stage_(number_.empty() ? Stage::owner : Stage::look) {
  if (const auto* assign = std::get_if<AssignPhoneNumber>(&change_)) look_for_ = assign->look_for;
}

std::string& NumberChange::number_type() {
  return std::visit([](auto& one) -> std::string& { return one.number_type; }, change_);
}

core::HostInvoke NumberChange::question() const {
  if (number_.empty()) return get_numbers({{"AssignedPstnTargetId", user_}});
  return get_numbers({{"TelephoneNumber", number_}, {"AssignedPstnTargetId", user_}});
}

core::HostInvoke NumberChange::invoke() const {
  switch (stage_) {
    case Stage::look:
      return get_numbers({{"TelephoneNumber", number_}});
    case Stage::change: {
      const Invoke change =
          std::visit([](const auto& one) { return change_command(one); }, change_);
      return {.command = change.command, .parameters = host_parameters(change.parameters)};
    }
    default:
      return question();
  }
}

core::Procedure::Step NumberChange::next(core::TimePoint) {
  if (stage_ == Stage::done) return End{};
  if (stage_ == Stage::wait) {
    stage_ = after_wait_;
    return Wait{std::exchange(pause_, std::min(pause_ * 2, longest_pause))};
  }
  row_.clear();
  answer_.clear();
  return invoke();
}

std::optional<Error> NumberChange::take(std::string_view json, core::Results&) {
  if (stage_ != Stage::change) {
    if (row_.empty()) row_ = json;
    return std::nullopt;
  }
  // Before 4.2.1 the module returned what it could not do.
  if (std::string message = text_member(json, "Message"); !message.empty() && answer_.empty())
    answer_ = std::move(message);
  return std::nullopt;
}

Error NumberChange::meaning(std::span<const core::ErrorRecord> records) const {
  return core::command_error(
      records, error_meanings(assigns_ ? "assign-phone-number" : "remove-phone-number"));
}

std::optional<Error> NumberChange::ended(std::optional<Error> error, core::TimePoint now,
                                         core::Results& results) {
  if (stage_ == Stage::change) return changed(std::move(error), now, results);
  if (error) {
    // The change itself was taken; what failed is the look at it.
    if (stage_ == Stage::verify) (void)finish("accepted", false, results);
    return error;
  }
  return stage_ == Stage::verify ? verified(now, results) : looked(now, results);
}

bool NumberChange::shows_more() const {
  return std::all_of(more_.begin(), more_.end(), [this](const auto& parameter) {
    const auto* wanted = std::get_if<std::string>(&parameter.second);
    const auto value = json_member(row_, parameter.first);
    if (wanted == nullptr || !value) return false;
    const auto is_wanted = [&](std::string_view json) {
      const std::optional<std::string> text = json_string_text(json);
      return text && core::same_text_in_any_case(*text, *wanted);
    };
    const std::vector<std::string_view> items = json_items(*value);
    return is_wanted(*value) || std::any_of(items.begin(), items.end(), is_wanted);
  });
}

void NumberChange::go_to_change(core::TimePoint now) {
  if (look_for_.count() != 0 && !look_until_) look_until_ = now + look_for_;
  if (!look_until_ || now >= *look_until_) {
    stage_ = Stage::change;
    pause_ = first_pause;
    return;
  }
  after_wait_ = Stage::owner;
  stage_ = Stage::wait;
}

std::optional<Error> NumberChange::looked(core::TimePoint now, core::Results& results) {
  if (stage_ == Stage::look) {
    number_row_ = row_;
    if (number_type().empty()) number_type() = text_member(row_, "NumberType");
    if (number_type().empty()) {
      return Error{
          .code = ErrorCode::cmdlet_failed,
          .message = "The tenant has no number '" + number_ + "', so its type is not known.",
          .hint =
              "Check the number. One of Direct Routing that the tenant has not seen yet needs "
              "--number-type DirectRouting."};
    }
    const bool assigned = !text_member(row_, "AssignedPstnTargetId").empty();
    if (!assigns_ && !assigned) return finish("unchanged", true, results);
    if (assigned)
      stage_ = Stage::owner;
    else
      go_to_change(now);
    return std::nullopt;
  }
  if (!row_.empty()) number_row_ = row_;
  if (as_wanted() && shows_more()) return finish("unchanged", true, results);
  if (!assigns_ && row_.empty()) return finish("unchanged", true, results);
  go_to_change(now);
  return std::nullopt;
}

std::optional<Error> NumberChange::changed(std::optional<Error> error, core::TimePoint now,
                                           core::Results& results) {
  if (!error && !answer_.empty()) {
    core::ErrorRecord record;
    record.message = answer_;
    error = meaning(std::span(&record, 1));
  }
  if (error && error->code == ErrorCode::session_expired) {
    error->hint = "The change was not repeated after the session expired. " + error->hint;
    return error;
  }
  if (error && (error->code != ErrorCode::temporary || error->not_taken)) return error;
  doubt_ = std::move(error);
  if (verify_.count() == 0) {
    if (doubt_) return doubt_;
    return finish(assigns_ ? "assigned" : "removed", false, results);
  }
  verify_until_ = now + verify_;
  stage_ = Stage::verify;
  return std::nullopt;
}

std::optional<Error> NumberChange::verified(core::TimePoint now, core::Results& results) {
  if (!row_.empty()) number_row_ = row_;
  if (as_wanted()) return finish(assigns_ ? "assigned" : "removed", true, results);
  if (now < verify_until_) {
    after_wait_ = Stage::verify;
    stage_ = Stage::wait;
    return std::nullopt;
  }
  if (doubt_) {
    doubt_->message =
        "It is not known whether the change was made, and it does not show: " + doubt_->message;
    return doubt_;
  }
  (void)finish("accepted", false, results);
  return Error{.code = ErrorCode::timeout,
               .message = "The service took the change, but it does not show within " +
                          std::to_string(verify_.count() / 1000) + " s.",
               .hint =
                   "It usually shows later: look with get-phone-numbers. Give it more time with "
                   "--verify-timeout.",
               .retryable = true};
}

std::optional<Error> NumberChange::finish(std::string_view outcome, bool seen,
                                          core::Results& results) {
  stage_ = Stage::done;
  // Of a number that was taken away the row from before would be untrue.
  const bool shows_row = assigns_ && seen && !number_row_.empty();
  results.made_row(std::string("{\"Action\":") + (assigns_ ? "\"assign\"" : "\"remove\"") +
                   ",\"UserPrincipalName\":" + json_quoted(user_) + ",\"TelephoneNumber\":" +
                   quoted_or_null(number_) + ",\"NumberType\":" + quoted_or_null(number_type()) +
                   ",\"Outcome\":" + json_quoted(outcome) +
                   ",\"Verified\":" + (seen ? "true" : "false") +
                   ",\"Assignment\":" + (shows_row ? number_row_ : "null") + "}");
  return std::nullopt;
}

std::optional<core::Procedure::Step> NumberChange::again(const Error& why) {
  row_.clear();
  answer_.clear();
  if (stage_ != Stage::change) return invoke();
  // A change goes out a second time only when the service has said that it did not look at the
  // first.
  if (why.code != ErrorCode::temporary || !why.not_taken) return std::nullopt;
  return invoke();
}

}  // namespace teamsctl::teams
