#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "bulk/problems.hpp"
#include "bulk/row.hpp"
#include "text/text_place.hpp"

namespace teamsctl::cli {

/// A value that a line gives to a column.
struct BulkValue {
  std::size_t column;  ///< its place in bulk_columns()
  std::string text;
  TextPlace place;
};

/// Makes rows of what lines say and finds what is wrong: in a value, and between two lines. Rows
/// that are wrong are not kept.
class BulkChecker {
 public:
  explicit BulkChecker(BulkProblems& problems) : problems_(problems) {}

  /// Takes a line. `place` is where it begins; no column is there twice.
  void take(TextPlace place, std::vector<BulkValue> values);

  [[nodiscard]] std::vector<BulkRow> take_rows() { return std::move(rows_); }
  /// What may be meant that way and mostly is not, as sentences: the first few.
  [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  bool check(BulkValue& value);
  bool check_again_given(const BulkRow& row, TextPlace number);

  BulkProblems& problems_;
  std::vector<BulkRow> rows_;
  std::vector<std::string> warnings_;
  std::unordered_map<std::string, std::uint64_t> numbers_;  // to the line that has it
  std::unordered_map<std::string, std::uint64_t> users_;    // with the category of the number
};

}  // namespace teamsctl::cli
