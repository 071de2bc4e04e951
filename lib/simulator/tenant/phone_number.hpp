#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tenant/tenant.hpp"

namespace teamsctl::simulator {

/// What a change has made of a phone number.
struct Change {
  std::uint64_t number = 0;
  std::optional<std::uint64_t> user = {};    ///< nothing: it became unassigned
  std::optional<std::string> location = {};  ///< nothing: none was given
  std::string category = {};                 ///< empty when it became unassigned
  std::int64_t at = 0;                       ///< milliseconds since 1970
};

/// What a changed number is in place of what its index says.
struct ChangedNumber {
  Traits traits;
  std::optional<std::uint64_t> user;
  std::string target;  ///< empty: none
};

[[nodiscard]] ChangedNumber changed_by(const Change& change);

/// A phone number as it shows: by its index, or by a change that outlives this.
class PhoneNumber {
 public:
  explicit PhoneNumber(std::uint64_t index, const ChangedNumber* changed = nullptr)
      : index_(index), changed_(changed) {}

  [[nodiscard]] std::uint64_t index() const noexcept { return index_; }
  [[nodiscard]] const ChangedNumber* changed() const noexcept { return changed_; }
  [[nodiscard]] const Traits& traits() const {
    return changed_ != nullptr ? changed_->traits : traits_of(index_);
  }
  /// The object that it is assigned to; empty when there is none.
  [[nodiscard]] std::string target() const {
    return changed_ != nullptr ? changed_->target : assigned_target(index_);
  }

 private:
  std::uint64_t index_;
  const ChangedNumber* changed_;
};

}  // namespace teamsctl::simulator
