#include "teams/script_procedure.hpp"

#include <utility>

#include "core/refusals.hpp"

namespace teamsctl::teams {

core::Procedure::Step ScriptProcedure::next(core::TimePoint) {
  if (std::exchange(started_, true)) return End{};
  return core::HostScript{.text = script_.text, .read_only = script_.read_only};
}

std::optional<Error> ScriptProcedure::take(std::string_view json, core::Results& results) {
  has_rows_ = true;
  results.row(json);
  return std::nullopt;
}

std::optional<Error> ScriptProcedure::ended(std::optional<Error> error, core::TimePoint,
                                            core::Results&) {
  return error;
}

Error ScriptProcedure::meaning(std::span<const core::ErrorRecord> records) const {
  return core::command_error(records);
}

std::optional<core::Procedure::Step> ScriptProcedure::again(const Error&) {
  if (!script_.read_only || has_rows_) return std::nullopt;
  return core::HostScript{.text = script_.text, .read_only = true};
}

}  // namespace teamsctl::teams
