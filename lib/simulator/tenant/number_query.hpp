#pragma once

#include <bitset>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "scenario/scenario.hpp"
#include "tenant/number_condition.hpp"
#include "tenant/number_overlay.hpp"
#include "tenant/tenant.hpp"

namespace teamsctl::simulator {

class Arguments;

/// Walks the phone numbers that Get-CsPhoneNumberAssignment gives for its parameters, in their
/// order. Without a condition, leaving out rows costs nothing; conditions on what repeats are
/// decided once for all numbers but those that changed.
class NumberQuery {
 public:
  /// Throws BadRequest when the service would not take a value.
  NumberQuery(const Arguments& arguments, std::uint64_t numbers, Paging paging,
              const NumberOverlay& overlay);

  /// The next number of the page; nothing at its end.
  [[nodiscard]] std::optional<PhoneNumber> next();

 private:
  void add(Condition condition);
  void narrow(const Condition& condition);
  [[nodiscard]] bool matches(std::uint64_t number) const;
  [[nodiscard]] bool matches_changed(const PhoneNumber& number) const;
  [[nodiscard]] std::optional<PhoneNumber> next_match();
  void leave_out(std::uint64_t rows);

  std::bitset<traits_period> traits_match_;
  std::bitset<activation_period> activation_match_;
  std::vector<Condition> others_;
  std::vector<Condition> all_;  ///< for the numbers that changed
  const NumberOverlay& overlay_;
  std::map<std::uint64_t, ChangedNumber>::const_iterator next_changed_;

  std::uint64_t at_ = 0;
  std::uint64_t end_ = 0;
  std::uint64_t left_ = 0;  ///< rows that still belong to the page
};

}  // namespace teamsctl::simulator
