#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "tenant/phone_number.hpp"

namespace teamsctl::simulator {

/// A query that the service refuses. The text is the service's message.
struct BadRequest : std::exception {
  explicit BadRequest(std::string text) : message(std::move(text)) {}
  [[nodiscard]] const char* what() const noexcept override { return message.c_str(); }
  std::string message;  ///< whole, also with a zero byte in it
};

/// What a phone number can be asked for.
enum class Attribute {
  activation_state,
  telephone_number,
  assigned_target,
  operator_id,
  assignment_status,
  country,
  capability,
  partner_name,
  location,
  civic_address,
  network_site,
  number_type,
  category,
  reverse_lookup,
  sms_state,
  tags,
};

enum class Operator { equals, like, contains, contains_text, greater, less };

/// One condition that a phone number meets or not. Comparing is without case, except for the order
/// of numbers.
struct Condition {
  Attribute attribute;
  Operator op;
  std::string value;

  [[nodiscard]] bool holds_for(const PhoneNumber& number) const;

  /// The only unchanged number that can meet this condition, when its value says so.
  [[nodiscard]] std::optional<std::uint64_t> only_candidate() const;
};

/// The index that a telephone number, or the id of a target, of this tenant was made from.
[[nodiscard]] std::optional<std::uint64_t> index_of_telephone_number(std::string_view text);
[[nodiscard]] std::optional<std::uint64_t> index_of_target(std::string_view guid);

/// True when `text` is a GUID with dashes.
[[nodiscard]] bool is_guid(std::string_view text);

}  // namespace teamsctl::simulator
