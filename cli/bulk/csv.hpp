#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "bulk/checker.hpp"
#include "bulk/delimited_reader.hpp"

namespace teamsctl::cli {

/// The file as CSV: a header that names the columns, in any order and any case of letters, then a
/// line for each number.
class BulkCsv {
 public:
  /// Both must outlive this.
  BulkCsv(BulkChecker& checker, BulkProblems& problems)
      : checker_(checker),
        problems_(problems),
        reader_([this](const DelimitedRecord& record) { take(record); }, problems) {}
  BulkCsv(const BulkCsv&) = delete;
  BulkCsv& operator=(const BulkCsv&) = delete;

  void feed(std::string_view bytes) { reader_.feed(bytes); }
  void finish() { reader_.finish(); }

 private:
  void take(const DelimitedRecord& record);
  void take_header(const DelimitedRecord& record);

  BulkChecker& checker_;
  BulkProblems& problems_;
  DelimitedReader reader_;
  bool has_header_ = false;
  bool header_is_good_ = false;
  std::vector<std::optional<std::size_t>> columns_;  // of each field; nothing: not known
};

}  // namespace teamsctl::cli
