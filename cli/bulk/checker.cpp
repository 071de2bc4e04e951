#include "bulk/checker.hpp"

#include <algorithm>
#include <utility>

#include "bulk/columns.hpp"

namespace teamsctl::cli {
namespace {

constexpr std::size_t user_column = 0;
constexpr std::size_t number_column = 1;
constexpr std::size_t type_column = 2;
constexpr std::size_t most_warnings = 5;

/// A line break, a NUL, an escape: nothing of ours has one, and a terminal would obey it.
bool has_controls(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return true;
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    if (byte == 0xC2 && next >= 0x80 && next < 0xA0) return true;
  }
  return false;
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return text;
}

}  // namespace

bool BulkChecker::check(BulkValue& value) {
  const BulkColumn& column = bulk_columns()[value.column];
  const auto wrong = [&](const std::string& what) {
    problems_.add(value.place, std::string(column.name) + ": " + what);
    return false;
  };
  if (value.text.empty()) return column.required ? wrong("it is empty") : true;
  if (has_controls(value.text)) return wrong("there is a control character in it");
  if (is_blank(value.text.front()) || is_blank(value.text.back()))
    return wrong(shown_value(value.text) + " begins or ends with a blank");
  if (const std::optional<std::string> problem = column.check(value.text)) return wrong(*problem);
  return true;
}

void BulkChecker::take(TextPlace place, std::vector<BulkValue> values) {
  BulkRow row{.line = place.line, .user = {}, .number = {}, .number_type = {}, .more = {}};
  bool good = true;
  TextPlace number_place = place;
  std::vector<bool> given(bulk_columns().size());
  for (BulkValue& value : values) {
    given[value.column] = true;
    good = check(value) && good;
    if (value.column == number_column) number_place = value.place;
    if (value.text.empty()) continue;
    switch (value.column) {
      case user_column:
        row.user = std::move(value.text);
        break;
      case number_column:
        row.number = std::move(value.text);
        break;
      case type_column:
        row.number_type = std::move(value.text);
        break;
      default:
        row.more.emplace_back(bulk_columns()[value.column].name, std::move(value.text));
    }
  }
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i] || !bulk_columns()[i].required) continue;
    problems_.add(place, std::string(bulk_columns()[i].name) + ": it is missing");
    good = false;
  }
  // Also of a row that is wrong otherwise: all mistakes are said at once.
  if (!row.number.empty()) good = check_again_given(row, number_place) && good;
  if (good) rows_.push_back(std::move(row));
}

bool BulkChecker::check_again_given(const BulkRow& row, TextPlace number) {
  const std::string digits = row.number.substr(row.number.starts_with('+') ? 1 : 0);
  const auto [same, is_new] = numbers_.emplace(digits, row.line);
  if (!is_new) {
    problems_.add(number, "TelephoneNumber: " + shown_value(row.number) + " stands in line " +
                              std::to_string(same->second) + " too");
    return false;
  }
  const auto category = std::find_if(row.more.begin(), row.more.end(), [](const auto& one) {
    return one.first == "AssignmentCategory";
  });
  const std::string user =
      lower(row.user) + '\n' + (category == row.more.end() ? "Primary" : category->second);
  const auto [earlier, first] = users_.emplace(user, row.line);
  if (!first && warnings_.size() < most_warnings)
    warnings_.push_back("lines " + std::to_string(earlier->second) + " and " +
                        std::to_string(row.line) + " give " + row.user +
                        " two numbers: the second takes the place of the first");
  return true;
}

}  // namespace teamsctl::cli
