#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace teamsctl::simulator {

/// The users of the tenant, teamsctl-scenario(5): user i exists for some i below the number of
/// phone numbers.
[[nodiscard]] bool user_exists(std::uint64_t user, std::uint64_t numbers);

/// "userN", the alias.
[[nodiscard]] std::string alias_of(std::uint64_t user);
/// "userN@contoso.example".
[[nodiscard]] std::string user_name_of(std::uint64_t user);
/// The user has a licence for telephony.
[[nodiscard]] bool is_licensed(std::uint64_t user);

/// The index behind an alias, or behind a user name; whether there is such a user is not looked at.
[[nodiscard]] std::optional<std::uint64_t> index_of_alias(std::string_view text);
[[nodiscard]] std::optional<std::uint64_t> index_of_user_name(std::string_view text);

/// The user with that object id.
[[nodiscard]] std::optional<std::uint64_t> find_user_by_id(std::string_view id,
                                                           std::uint64_t numbers);
/// The user with that object id or user name.
[[nodiscard]] std::optional<std::uint64_t> find_user_by_id_or_name(std::string_view text,
                                                                   std::uint64_t numbers);
/// The user with that object id, user name, SIP address or alias.
[[nodiscard]] std::optional<std::uint64_t> find_user(std::string_view text, std::uint64_t numbers);

}  // namespace teamsctl::simulator
