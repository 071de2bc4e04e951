#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace teamsctl::simulator {

/// Major, minor, build, revision, as System.Version orders them; parts that are not written are 0.
using Version = std::array<std::uint32_t, 4>;

/// Reads two to four numbers with dots between. A suffix ("-preview") is not read here.
[[nodiscard]] inline std::optional<Version> parse_version(std::string_view text) {
  Version version{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t part = 0; part < version.size(); ++part) {
    const auto [rest, error] = std::from_chars(at, end, version[part]);
    if (error != std::errc()) return std::nullopt;
    if (rest == end) return part == 0 ? std::nullopt : std::optional(version);
    if (*rest != '.') return std::nullopt;
    at = rest + 1;
  }
  return std::nullopt;
}

}  // namespace teamsctl::simulator
