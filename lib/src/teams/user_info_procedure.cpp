#include "teams/user_info_procedure.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "core/refusals.hpp"
#include "teams/command_table.hpp"
#include "teams/host_parameters.hpp"
#include "teamsctl/json_members.hpp"

namespace teamsctl::teams {
namespace {

constexpr std::uint64_t number_page = 1000;

// The properties of a user that hold a policy and are not named after one.
constexpr std::array<std::string_view, 2> other_policies = {"CallingLineIdentity",
                                                            "TenantDialPlan"};
// Named like a policy, and something else: a text that no policy of that type belongs to.
constexpr std::array<std::string_view, 3> no_policies = {
    "LocationPolicy", "TeamsUpgradeOverridePolicy", "OnlineDialOutPolicy"};

bool holds_policy(std::string_view name) {
  if (std::find(no_policies.begin(), no_policies.end(), name) != no_policies.end()) return false;
  return name.ends_with("Policy") ||
         std::find(other_policies.begin(), other_policies.end(), name) != other_policies.end();
}

std::string list(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const std::string& item : items) text.append(text.size() == 1 ? "" : ",").append(item);
  return text + "]";
}

/// The name that is in force for each type of policy: what is assigned, directly or by a group,
/// else what the user's record says, else the policy for everybody.
std::map<std::string, std::string> effective_policies(std::string_view user,
                                                      const std::vector<std::string>& assignments) {
  std::map<std::string, std::string> names;
  for (const JsonMember& member : json_members(user))
    if (holds_policy(member.name))
      names[std::string(member.name)] = json_string_text(member.value).value_or("Global");
  for (const std::string& assignment : assignments) {
    const auto type = json_member(assignment, "PolicyType");
    const auto name = json_member(assignment, "PolicyName");
    const auto type_text = type ? json_string_text(*type) : std::nullopt;
    const auto name_text = name ? json_string_text(*name) : std::nullopt;
    if (type_text && name_text) names[*type_text] = *name_text;
  }
  // The eight types that get-policies reads are always there, whatever the version of the module
  // says of a user.
  for (const PolicyReader& reader : policy_readers())
    names.try_emplace(std::string(reader.type), "Global");
  return names;
}

}  // namespace

std::string user_row(std::string_view user, const std::vector<std::string>& numbers,
                     const std::vector<std::string>& assignments) {
  std::string row = "{";
  for (const JsonMember& member : json_members(user))
    row.append(row.size() == 1 ? "\"" : ",\"")
        .append(member.name)
        .append("\":")
        .append(member.value);
  row += (row.size() == 1 ? "" : ",") + std::string("\"PhoneNumbers\":") + list(numbers) +
         ",\"PolicyAssignments\":" + list(assignments) + ",\"EffectivePolicies\":{";
  bool first = true;
  for (const auto& [type, name] : effective_policies(user, assignments)) {
    row += (std::exchange(first, false) ? "" : ",") + json_quoted(type) + ":" + json_quoted(name);
  }
  return row + "}}";
}

void UserInfoProcedure::begin_user() {
  begun_ = true;
  stage_ = Stage::user;
  user_.clear();
  id_ = request_.users[at_];
  policies_.clear();
  numbers_.clear();
  pager_.emplace(core::Paging{.page_size = number_page, .top = {}, .skip = 0});
}

core::HostInvoke UserInfoProcedure::invoke() const {
  switch (stage_) {
    case Stage::user: {
      core::HostInvoke invoke{.command = "Get-CsOnlineUser", .parameters = {}};
      invoke.parameters.emplace_back("Identity", id_);
      // Policies are objects in one version of the module and names in another; as text they are
      // names in all.
      invoke.strings = {"*Policy", "*DialPlan", "CallingLineIdentity"};
      return invoke;
    }
    case Stage::policies: {
      core::HostInvoke invoke{.command = "Get-CsUserPolicyAssignment", .parameters = {}};
      invoke.parameters.emplace_back("Identity", id_);
      return invoke;
    }
    case Stage::numbers:
      break;
  }
  core::HostInvoke invoke = get_numbers({{"AssignedPstnTargetId", id_}});
  invoke.parameters.emplace_back("Skip", static_cast<std::int64_t>(page_.skip));
  invoke.parameters.emplace_back("Top", static_cast<std::int64_t>(page_.top));
  return invoke;
}

core::Procedure::Step UserInfoProcedure::next(core::TimePoint) {
  if (at_ == request_.users.size()) return End{outcome()};
  if (!begun_) begin_user();
  not_found_ = false;
  return invoke();
}

std::optional<Error> UserInfoProcedure::take(std::string_view json, core::Results&) {
  switch (stage_) {
    case Stage::user:
      // An alias may fit several; the first is the one that the cmdlet itself would take for the
      // rest.
      if (user_.empty()) user_ = json;
      return std::nullopt;
    case Stage::policies:
      policies_.emplace_back(json);
      return std::nullopt;
    case Stage::numbers:
      break;
  }
  if (!pager_->take(json))
    return Error{.code = ErrorCode::cmdlet_failed,
                 .message = "The service gave the same page of numbers twice for '" +
                            request_.users[at_] + "'.",
                 .hint = "Try again later.",
                 .retryable = true};
  numbers_.emplace_back(json);
  return std::nullopt;
}

Error UserInfoProcedure::meaning(std::span<const core::ErrorRecord> records) const {
  not_found_ = core::says_not_found(records);
  return core::command_error(records);
}

void UserInfoProcedure::fail_user(Error error, core::Results& results) {
  const std::string& name = request_.users[at_];
  if (not_found_ || error.message.empty()) {
    error.message = "There is no user '" + name + "'.";
    error.hint = "Check the name: a UPN, a SIP address or an object id.";
  } else {
    error.message = "User '" + name + "': " + error.message;
  }
  results.message(MessageLevel::error, error.message);
  if (!first_error_) first_error_ = std::move(error);
  ++failed_;
  ++at_;
  begun_ = false;
}

std::optional<Error> UserInfoProcedure::ended(std::optional<Error> error, core::TimePoint,
                                              core::Results& results) {
  if (error &&
      (error->code == ErrorCode::session_expired || error->code == ErrorCode::not_connected))
    return error;
  if (!error && stage_ == Stage::user && user_.empty()) {
    not_found_ = true;
    error = Error{.code = ErrorCode::cmdlet_failed};
  }
  if (error) {
    fail_user(std::move(*error), results);
    return std::nullopt;
  }
  switch (stage_) {
    case Stage::user:
      // From here on by the object id: a name may fit somebody else's address too.
      if (const auto identity = json_member(user_, "Identity"))
        if (const auto text = json_string_text(*identity); text && !text->empty()) id_ = *text;
      stage_ = Stage::policies;
      return std::nullopt;
    case Stage::policies:
      stage_ = Stage::numbers;
      break;
    case Stage::numbers:
      break;
  }
  if (const auto page = pager_->next()) {
    page_ = *page;
    return std::nullopt;
  }
  results.made_row(user_row(user_, numbers_, policies_));
  ++answered_;
  ++at_;
  begun_ = false;
  return std::nullopt;
}

std::optional<Error> UserInfoProcedure::outcome() const {
  if (failed_ == 0) return std::nullopt;
  if (answered_ == 0 && failed_ == 1) return first_error_;
  Error error = *first_error_;
  error.code = answered_ == 0 ? first_error_->code : ErrorCode::partly_failed;
  error.message = std::to_string(failed_) + " of " + std::to_string(request_.users.size()) +
                  " users could not be shown. The first: " + error.message;
  return error;
}

std::optional<core::Procedure::Step> UserInfoProcedure::again(const Error&) {
  // Nothing of this user is out yet.
  switch (stage_) {
    case Stage::user:
      user_.clear();
      break;
    case Stage::policies:
      policies_.clear();
      break;
    case Stage::numbers:
      page_ = pager_->rest();
      break;
  }
  return invoke();
}

}  // namespace teamsctl::teams
