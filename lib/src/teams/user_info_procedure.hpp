#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/paging.hpp"
#include "core/procedure.hpp"
#include "teamsctl/request.hpp"

namespace teamsctl::teams {

/// For each user: who it is, its policies, its numbers; one row.
class UserInfoProcedure final : public core::Procedure {
 public:
  explicit UserInfoProcedure(GetUserInfo request) : request_(std::move(request)) {}

  [[nodiscard]] Step next(core::TimePoint now) override;
  [[nodiscard]] std::optional<Error> take(std::string_view json, core::Results& results) override;
  [[nodiscard]] std::optional<Error> ended(std::optional<Error> error, core::TimePoint now,
                                           core::Results& results) override;
  [[nodiscard]] Error meaning(std::span<const core::ErrorRecord> records) const override;
  [[nodiscard]] std::optional<Step> again(const Error& why) override;

 private:
  enum class Stage { user, policies, numbers };

  [[nodiscard]] core::HostInvoke invoke() const;
  [[nodiscard]] std::optional<Error> outcome() const;
  void begin_user();
  void fail_user(Error error, core::Results& results);

  GetUserInfo request_;
  std::size_t at_ = 0;
  Stage stage_ = Stage::user;
  bool begun_ = false;  // this user
  std::string user_;    // JSON
  std::string id_;      // what the other cmdlets are asked with
  std::vector<std::string> policies_;
  std::vector<std::string> numbers_;
  std::optional<core::Pager> pager_;
  core::Pager::Page page_{};
  std::size_t answered_ = 0;
  std::size_t failed_ = 0;
  std::optional<Error> first_error_;
  mutable bool not_found_ = false;
};

/// The row of a user: `user` (JSON of Get-CsOnlineUser), then the numbers and the policies. The
/// lists are JSON objects.
[[nodiscard]] std::string user_row(std::string_view user, const std::vector<std::string>& numbers,
                                   const std::vector<std::string>& assignments);

}  // namespace teamsctl::teams
