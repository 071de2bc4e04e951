#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/procedure.hpp"
#include "teams/command_table.hpp"
#include "teamsctl/request.hpp"

namespace teamsctl::teams {

/// The policies of several types, one cmdlet after the other.
class PoliciesProcedure final : public core::Procedure {
 public:
  explicit PoliciesProcedure(GetPolicies request);

  [[nodiscard]] Step next(core::TimePoint now) override;
  [[nodiscard]] std::optional<Error> take(std::string_view json, core::Results& results) override;
  [[nodiscard]] std::optional<Error> ended(std::optional<Error> error, core::TimePoint now,
                                           core::Results& results) override;
  [[nodiscard]] Error meaning(std::span<const core::ErrorRecord> records) const override;
  [[nodiscard]] std::optional<Step> again(const Error& why) override;

 private:
  [[nodiscard]] core::HostInvoke invoke() const;
  [[nodiscard]] std::optional<Error> outcome() const;

  GetPolicies request_;
  std::vector<const PolicyReader*> readers_;
  std::size_t at_ = 0;                // the reader that runs, or is next
  std::size_t answered_ = 0;          // readers that did what they were asked
  std::uint64_t rows_ = 0;            // of the reader that runs
  mutable bool not_found_ = false;    // what its errors say
  std::vector<std::string> refused_;  // types
  std::optional<Error> first_error_;
};

/// A policy's JSON with its type before everything else and without the members that only the
/// service can use.
[[nodiscard]] std::string policy_row(std::string_view type, std::string_view json);

}  // namespace teamsctl::teams
