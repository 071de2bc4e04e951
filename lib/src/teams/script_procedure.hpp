#pragma once

#include "core/procedure.hpp"
#include "teamsctl/request.hpp"

namespace teamsctl::teams {

/// PowerShell text. Nobody knows what it does, so it is run once; only one that was refused unless
/// it reads may be repeated.
class ScriptProcedure final : public core::Procedure {
 public:
  explicit ScriptProcedure(RunScript script) : script_(std::move(script)) {}

  [[nodiscard]] Step next(core::TimePoint now) override;
  [[nodiscard]] std::optional<Error> take(std::string_view json, core::Results& results) override;
  [[nodiscard]] std::optional<Error> ended(std::optional<Error> error, core::TimePoint now,
                                           core::Results& results) override;
  [[nodiscard]] Error meaning(std::span<const core::ErrorRecord> records) const override;
  [[nodiscard]] std::optional<Step> again(const Error& why) override;

 private:
  RunScript script_;
  bool started_ = false;
  bool has_rows_ = false;
};

}  // namespace teamsctl::teams
