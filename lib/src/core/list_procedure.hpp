#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/paging.hpp"
#include "core/procedure.hpp"

namespace teamsctl::core {

/// `invoke` once more. It must hold no secret: what is repeated never does.
[[nodiscard]] HostInvoke plain_copy(const HostInvoke& invoke);

/// The rows of one cmdlet: all at once, or page by page.
class ListProcedure final : public Procedure {
 public:
  /// What error records mean for this cmdlet.
  using Meaning = std::function<Error(std::span<const ErrorRecord>)>;
  /// Rows for which it is false are left out before `top` and `skip` are counted.
  using Keep = std::function<bool(std::string_view json)>;

  struct What {
    HostInvoke invoke;
    std::optional<Paging> paging = {};  ///< the parameters Skip and Top are added
    Keep keep = {};
    bool repeatable = true;  ///< it only reads
    Meaning meaning = {};    ///< command_error() when there is none
  };
  explicit ListProcedure(What what);

  [[nodiscard]] Step next(TimePoint now) override;
  [[nodiscard]] std::optional<Error> take(std::string_view json, Results& results) override;
  [[nodiscard]] std::optional<Error> ended(std::optional<Error> error, TimePoint now,
                                           Results& results) override;
  [[nodiscard]] Error meaning(std::span<const ErrorRecord> records) const override;
  [[nodiscard]] std::optional<Step> again(const Error& why) override;

 private:
  [[nodiscard]] HostInvoke page_invoke(const Pager::Page& page) const;

  What what_;
  std::optional<Pager> pager_;
  std::optional<std::uint64_t> left_;  // rows that are still wanted, when they are counted here
  std::uint64_t leave_out_ = 0;        // rows that are still to be passed over, likewise
  std::uint64_t rows_of_command_ = 0;
  bool started_ = false;
};

}  // namespace teamsctl::core
