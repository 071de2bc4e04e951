#include "teamsctl/text_values.hpp"

#include <charconv>
#include <string>
#include <utility>

namespace teamsctl {

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  // from_chars takes "nan" and "inf" for numbers too.
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  double number = 0;
  const char* end = text.data() + text.size();
  const auto [unit_begin, error] =
      std::from_chars(text.data(), end, number, std::chars_format::fixed);
  if (error != std::errc()) return std::nullopt;
  const std::string_view unit(unit_begin, static_cast<std::size_t>(end - unit_begin));
  double factor = 0;
  for (const auto& [name, milliseconds] :
       {std::pair{"", 1000.0}, std::pair{"s", 1000.0}, std::pair{"ms", 1.0},
        std::pair{"m", 60'000.0}, std::pair{"h", 3'600'000.0}})
    if (unit == name) factor = milliseconds;
  constexpr double longest = 365.0 * 24 * 3'600'000;
  if (factor == 0 || number * factor > longest) return std::nullopt;
  return std::chrono::milliseconds(static_cast<std::int64_t>(number * factor));
}

std::optional<bool> parse_flag(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  for (const std::string_view word : {"1", "true", "yes", "on"})
    if (lower == word) return true;
  for (const std::string_view word : {"0", "false", "no", "off"})
    if (lower == word) return false;
  return std::nullopt;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

}  // namespace teamsctl
