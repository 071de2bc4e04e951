#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bulk/checker.hpp"
#include "bulk/csv.hpp"
#include "bulk/ndjson.hpp"
#include "bulk/problems.hpp"
#include "options/options.hpp"

namespace teamsctl::cli {

/// Reads a file of numbers for users from bytes that come in any pieces. A byte order mark of UTF-8
/// is passed over; what the file is, unless it is said, shows in its first character that is no
/// white space: a brace begins NDJSON. Pure.
class BulkParser {
 public:
  explicit BulkParser(BulkFormat format) : format_(format), checker_(problems_) {}
  BulkParser(const BulkParser&) = delete;
  BulkParser& operator=(const BulkParser&) = delete;

  void feed(std::string_view bytes);
  void finish();

  [[nodiscard]] const BulkProblems& problems() const { return problems_; }
  [[nodiscard]] std::vector<BulkRow> take_rows() { return checker_.take_rows(); }
  [[nodiscard]] const std::vector<std::string>& warnings() const { return checker_.warnings(); }

 private:
  /// True when the head is enough to say what the file is.
  bool begin(bool at_end);

  BulkFormat format_;
  BulkProblems problems_;
  BulkChecker checker_;
  std::string head_;  // what came before that was known
  std::variant<std::monostate, BulkCsv, BulkNdjson> reader_;
  bool unreadable_ = false;
};

}  // namespace teamsctl::cli
