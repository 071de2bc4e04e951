#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "tenant/phone_number.hpp"

namespace teamsctl::simulator {

/// The numbers that changes made something else of than their index says.
class NumberOverlay {
 public:
  void apply(const Change& change);

  [[nodiscard]] bool empty() const noexcept { return changed_.empty(); }
  [[nodiscard]] const std::map<std::uint64_t, ChangedNumber>& changed() const noexcept {
    return changed_;
  }
  [[nodiscard]] PhoneNumber at(std::uint64_t number) const;
  /// The numbers of a user, in their order.
  [[nodiscard]] std::vector<std::uint64_t> numbers_of(std::uint64_t user) const;

 private:
  std::map<std::uint64_t, ChangedNumber> changed_;
  std::map<std::uint64_t, std::set<std::uint64_t>> of_user_;  ///< of those that are changed
};

}  // namespace teamsctl::simulator
