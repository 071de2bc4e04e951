#include "bulk/columns.hpp"

#include <algorithm>
#include <array>

namespace teamsctl::cli {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

/// The cmdlets take these words in any case; here they become what the documentation writes.
template <std::size_t count>
bool takes_word(std::string& text, const std::array<std::string_view, count>& words) {
  for (const std::string_view word : words)
    if (same_word(text, word)) {
      text = word;
      return true;
    }
  return false;
}

std::optional<std::string> check_number(std::string& text) {
  if (text.size() >= 4 && same_word(std::string_view(text).substr(0, 4), "tel:"))
    return shown_value(text) + " begins with tel:, write it as +14255550100";
  std::string_view rest = text;
  if (rest.starts_with('+')) rest.remove_prefix(1);
  const auto digits = [&rest](std::size_t least, std::size_t most) {
    const auto end = std::find_if_not(rest.begin(), rest.end(), is_digit);
    const auto count = static_cast<std::size_t>(end - rest.begin());
    rest.remove_prefix(count);
    return count >= least && count <= most;
  };
  bool good = digits(3, 20);
  if (good && rest.starts_with(";ext=")) {
    rest.remove_prefix(5);
    good = digits(1, 20);
  }
  if (good && rest.empty()) return std::nullopt;
  return shown_value(text) +
         " is no phone number, write it as +14255550100 or +14255550100;ext=123";
}

std::optional<std::string> check_number_type(std::string& text) {
  constexpr std::array<std::string_view, 3> types{"CallingPlan", "DirectRouting",
                                                  "OperatorConnect"};
  if (takes_word(text, types)) return std::nullopt;
  return shown_value(text) +
         " is no type, write CallingPlan, DirectRouting or OperatorConnect, or nothing to have it "
         "looked up";
}

std::optional<std::string> check_category(std::string& text) {
  constexpr std::array<std::string_view, 3> categories{"Primary", "Private", "Alternate"};
  if (takes_word(text, categories)) return std::nullopt;
  return shown_value(text) + " is no category, write Primary, Private or Alternate";
}

std::optional<std::string> check_guid(std::string& text) {
  constexpr std::string_view form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  const bool good =
      std::equal(text.begin(), text.end(), form.begin(), form.end(),
                 [](char c, char wanted) { return wanted == '-' ? c == '-' : is_hex(c); });
  if (good) return std::nullopt;
  return shown_value(text) + " is no GUID, write it as 01234567-89ab-cdef-0123-456789abcdef";
}

std::optional<std::string> check_nothing(std::string&) { return std::nullopt; }

constexpr std::array columns{
    BulkColumn{.name = "UserPrincipalName", .required = true, .check = check_nothing},
    BulkColumn{.name = "TelephoneNumber", .required = true, .check = check_number},
    BulkColumn{.name = "NumberType", .check = check_number_type},
    BulkColumn{.name = "LocationId", .check = check_guid},
    BulkColumn{.name = "AssignmentCategory", .check = check_category},
    BulkColumn{.name = "NetworkSiteId", .check = check_nothing},
    BulkColumn{.name = "ReverseNumberLookup", .check = check_nothing},
};

}  // namespace

std::span<const BulkColumn> bulk_columns() { return columns; }

std::optional<std::size_t> find_bulk_column(std::string_view name) {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const BulkColumn& column) {
    return same_word(column.name, name);
  });
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

std::string no_such_column(std::string_view name) {
  std::string known;
  for (const BulkColumn& column : columns)
    known += (known.empty() ? "" : ", ") + std::string(column.name);
  std::string text = "there is no column " + shown_value(name) + ", the columns are " + known;
  // What a spreadsheet writes where the comma is the decimal separator.
  if (name.find_first_of(";\t") != std::string_view::npos) text += "; they are separated by commas";
  return text;
}

std::string shown_value(std::string_view text) {
  constexpr std::size_t most = 60;
  if (text.size() <= most) return "'" + std::string(text) + "'";
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return "'" + std::string(text.substr(0, end)) + "…'";
}

}  // namespace teamsctl::cli
