#pragma once

#include <chrono>
#include <string>
#include <variant>

#include "core/procedure.hpp"
#include "teamsctl/request.hpp"

namespace teamsctl::teams {

/// The change itself. These names of the parameters are known to every version of the module; the
/// newer ones are not.
[[nodiscard]] Invoke change_command(const AssignPhoneNumber& assign);
[[nodiscard]] Invoke change_command(const RemovePhoneNumber& remove);

/// Gives a number to a user or takes it away, and reads it back until it shows.
///
/// - look: what the number is now, its type, and whether there is anything to do
/// - owner: whether it is this user who has it (the service knows users by several names; a number
///   only by the object id)
/// - change: the one command that changes something
/// - verify: the number again, until it is as wanted
///
/// A change that may have been sent before is looked for over a while: owner again and again.
class NumberChange final : public core::Procedure {
 public:
  using Change = std::variant<AssignPhoneNumber, RemovePhoneNumber>;

  explicit NumberChange(Change change);

  [[nodiscard]] Step next(core::TimePoint now) override;
  [[nodiscard]] std::optional<Error> take(std::string_view json, core::Results& results) override;
  [[nodiscard]] std::optional<Error> ended(std::optional<Error> error, core::TimePoint now,
                                           core::Results& results) override;
  [[nodiscard]] Error meaning(std::span<const core::ErrorRecord> records) const override;
  [[nodiscard]] std::optional<Step> again(const Error& why) override;

 private:
  enum class Stage { look, owner, change, verify, wait, done };

  [[nodiscard]] core::HostInvoke invoke() const;
  /// What asks whether the change shows: a row for a number that the user has.
  [[nodiscard]] core::HostInvoke question() const;
  [[nodiscard]] std::optional<Error> looked(core::TimePoint now, core::Results& results);
  /// The change is next, or another look at whether it was made before.
  void go_to_change(core::TimePoint now);
  [[nodiscard]] std::optional<Error> changed(std::optional<Error> error, core::TimePoint now,
                                             core::Results& results);
  [[nodiscard]] std::optional<Error> verified(core::TimePoint now, core::Results& results);
  [[nodiscard]] std::optional<Error> finish(std::string_view outcome, bool seen,
                                            core::Results& results);
  [[nodiscard]] bool as_wanted() const { return assigns_ != row_.empty(); }
  /// The row has each of the further parameters, as its member of that name.
  [[nodiscard]] bool shows_more() const;
  [[nodiscard]] std::string& number_type();

  Change change_;
  bool assigns_;
  std::string user_;
  std::string number_;
  Parameters more_;  // the number is set again although the user has it, unless it shows these
  std::chrono::milliseconds verify_;
  std::chrono::milliseconds look_for_{0};
  Stage stage_;
  Stage after_wait_ = Stage::verify;
  std::string row_;         // the last one that the running command gave
  std::string number_row_;  // of the number, whoever has it
  std::string answer_;      // a message that an old module returned in place of an error
  std::chrono::milliseconds pause_{500};
  core::TimePoint verify_until_{};
  std::optional<core::TimePoint> look_until_;
  std::optional<Error>
      doubt_;  // what the change failed with when it is not known whether it happened
};

}  // namespace teamsctl::teams
