#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace teamsctl::simulator {

inline constexpr std::string_view tenant_id = "e6204887-25ae-40f9-9109-1dc559799dad";
inline constexpr std::string_view tenant_name = "Contoso";
inline constexpr std::string_view tenant_domain = "contoso.example";

/// The most phone numbers a tenant can have: their index has seven digits.
inline constexpr std::uint64_t most_numbers = 10'000'000;

inline constexpr std::string_view zero_guid = "00000000-0000-0000-0000-000000000000";

struct Place {
  std::string_view city, country, subdivision;
};

/// Where a number, or a user, is.
[[nodiscard]] const Place& place_of(std::uint64_t number);

/// What all numbers with the same index mod 600 have in common: every rule of the tenant but the
/// activation state repeats at that distance. An empty text is a null of the row.
struct Traits {
  enum class Target { none, user, other };

  std::string_view number_type, number_source, operator_id, partner_id, partner_name;
  std::string_view assignment_status;
  Target target = Target::none;
  std::string_view blocked_state;
  std::string category;
  std::vector<std::string_view> capability;
  std::string_view city, country, subdivision;
  std::string civic_address, location;
  bool location_update = true;
  std::vector<std::string_view> reverse_lookup;
  std::string_view sms_state;
  std::vector<std::string_view> tags;
  bool extension = false;
};

inline constexpr std::uint64_t traits_period = 600;
inline constexpr std::uint64_t activation_period = 97;

[[nodiscard]] const Traits& traits_of(std::uint64_t number);
[[nodiscard]] std::string_view activation_state(std::uint64_t number);
[[nodiscard]] std::string telephone_number(std::uint64_t number);
/// G(p, n) of teamsctl-scenario(5).
[[nodiscard]] std::string guid(char p, std::uint64_t n);
/// The object that a number is assigned to at first; empty when there is none.
[[nodiscard]] std::string assigned_target(std::uint64_t number);

/// The two that every row has, without a text of their own.
void append_telephone_number(std::string& out, std::uint64_t number);
void append_assigned_target(std::string& out, std::uint64_t number);

}  // namespace teamsctl::simulator
