#pragma once

#include <array>
#include <string>

#include "tenant/phone_number.hpp"
#include "text/version.hpp"

namespace teamsctl::simulator {

/// Writes rows of Get-CsPhoneNumberAssignment as JSON. What repeats is put together once, so that a
/// row is a few copies.
class RowWriter {
 public:
  /// The module's version decides which columns there are.
  explicit RowWriter(const Version& module);

  void append(std::string& out, const PhoneNumber& number) const;

 private:
  [[nodiscard]] std::string make_middle(const Traits& traits) const;

  Version module_;
  /// From behind the target to the "+1425" of the telephone number.
  std::array<std::string, traits_period> middles_;
};

}  // namespace teamsctl::simulator
