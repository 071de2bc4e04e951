#include "core/base64_cores.hpp"

#include <cstdint>

namespace teamsctl::core {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The digits from the bit `begin` of `bytes` on, as far as six bits are there.
Secret digits_from(std::string_view bytes, std::size_t begin) {
  Secret text;
  for (std::size_t bit = begin; bit + 6 <= bytes.size() * 8; bit += 6) {
    const std::size_t at = bit / 8;
    const auto high = static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at])) << 8;
    const std::uint32_t low = at + 1 < bytes.size() ? static_cast<unsigned char>(bytes[at + 1]) : 0;
    text.push_back(alphabet[(high | low) >> (10 - bit % 8) & 63]);
  }
  return text;
}

}  // namespace

std::array<Secret, 3> base64_cores(std::string_view bytes) {
  // Behind one foreign byte the first digit that is all ours begins at our fifth bit, behind two at
  // our third.
  return {digits_from(bytes, 0), digits_from(bytes, 4), digits_from(bytes, 2)};
}

}  // namespace teamsctl::core
