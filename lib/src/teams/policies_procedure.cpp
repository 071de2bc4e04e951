#include "teams/policies_procedure.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "teamsctl/json_members.hpp"

namespace teamsctl::teams {
namespace {

// How the service stores a policy. Everything else stays, also what a later module adds.
constexpr std::array<std::string_view, 4> noise = {"DataSource", "Key", "ConfigId",
                                                   "ConfigMetadata"};

}  // namespace

std::string policy_row(std::string_view type, std::string_view json) {
  std::string row = "{\"PolicyType\":" + json_quoted(type);
  for (const JsonMember& member : json_members(json)) {
    if (std::find(noise.begin(), noise.end(), member.name) != noise.end()) continue;
    row.append(",\"").append(member.name).append("\":").append(member.value);
  }
  return row + "}";
}

PoliciesProcedure::PoliciesProcedure(GetPolicies request) : request_(std::move(request)) {
  for (const PolicyReader& reader : policy_readers()) {
    const bool wanted = std::find(request_.types.begin(), request_.types.end(), reader.name) !=
                        request_.types.end();
    if (request_.types.empty() || wanted) readers_.push_back(&reader);
  }
}

core::HostInvoke PoliciesProcedure::invoke() const {
  core::HostInvoke invoke{.command = std::string(readers_[at_]->cmdlet), .parameters = {}};
  if (!request_.identity.empty()) invoke.parameters.emplace_back("Identity", request_.identity);
  if (!request_.filter.empty()) invoke.parameters.emplace_back("Filter", request_.filter);
  return invoke;
}

core::Procedure::Step PoliciesProcedure::next(core::TimePoint) {
  if (at_ == readers_.size()) return End{outcome()};
  rows_ = 0;
  not_found_ = false;
  return invoke();
}

std::optional<Error> PoliciesProcedure::take(std::string_view json, core::Results& results) {
  ++rows_;
  results.made_row(policy_row(readers_[at_]->type, json));
  return std::nullopt;
}

Error PoliciesProcedure::meaning(std::span<const core::ErrorRecord> records) const {
  not_found_ = core::says_not_found(records);
  return core::command_error(records);
}

std::optional<Error> PoliciesProcedure::ended(std::optional<Error> error, core::TimePoint,
                                              core::Results& results) {
  const PolicyReader& reader = *readers_[at_++];
  if (!error) {
    ++answered_;
    return std::nullopt;
  }
  // Nothing that follows can succeed.
  if (error->code == ErrorCode::session_expired || error->code == ErrorCode::not_connected)
    return error;
  const bool absent =
      not_found_ && !request_.identity.empty() && error->code == ErrorCode::cmdlet_failed;
  if (absent && readers_.size() > 1) {
    if (!first_error_) first_error_ = std::move(error);
    return std::nullopt;
  }
  refused_.emplace_back(reader.name);
  results.message(MessageLevel::error, std::string(reader.type) + ": " + error->message);
  if (!first_error_ || refused_.size() == 1) first_error_ = std::move(error);
  return std::nullopt;
}

std::optional<Error> PoliciesProcedure::outcome() const {
  if (refused_.empty()) {
    if (answered_ != 0 || !first_error_) return std::nullopt;
    Error error = *first_error_;
    error.message = "No policy of the types asked for has the name '" + request_.identity + "'.";
    error.hint = "teamsctl get-policies --fields PolicyType,Identity shows what there is.";
    return error;
  }
  if (answered_ == 0) return first_error_;
  std::string names;
  for (const std::string& name : refused_) names += (names.empty() ? "" : ", ") + name;
  Error error = *first_error_;
  error.code = ErrorCode::partly_failed;
  error.message =
      "These types of policies could not be read: " + names + ". The first said: " + error.message;
  return error;
}

std::optional<core::Procedure::Step> PoliciesProcedure::again(const Error&) {
  // What is out cannot be taken back, and a reader has no pages.
  if (rows_ != 0) return std::nullopt;
  return invoke();
}

}  // namespace teamsctl::teams
