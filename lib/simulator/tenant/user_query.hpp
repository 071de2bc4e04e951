#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "binding/arguments.hpp"
#include "tenant/tenant_state.hpp"

namespace teamsctl::simulator {

/// The users that Get-CsOnlineUser gives for its parameters, in their order.
class UserQuery {
 public:
  /// Throws BadRequest when the service would not take a value.
  UserQuery(const Arguments& arguments, const TenantState& tenant);

  /// The user that -Identity named is not there.
  [[nodiscard]] bool is_missing() const noexcept { return missing_; }
  /// The next user; nothing at the end.
  [[nodiscard]] std::optional<std::uint64_t> next();
  /// The row of a user, as far as its properties were asked for.
  [[nodiscard]] Json row(std::uint64_t user) const;

 private:
  void filter(const std::string& text);
  void only(std::optional<std::uint64_t> user);

  const TenantState& tenant_;
  bool missing_ = false;
  bool without_policies_ = false;
  std::optional<std::vector<std::string>> properties_;
  std::uint64_t at_ = 0;
  std::uint64_t end_;
  std::uint64_t left_ = UINT64_MAX;
};

}  // namespace teamsctl::simulator
