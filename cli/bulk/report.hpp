#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bulk/journal.hpp"
#include "bulk/row.hpp"
#include "teamsctl/error.hpp"

namespace teamsctl::cli {

// Rows for stdout. All of them have the same members, so that a table has the same columns
// whatever happened first.

/// `result` is the row of AssignPhoneNumber.
[[nodiscard]] std::string done_row(const BulkRow& row, std::string_view result);
/// What an earlier run has done.
[[nodiscard]] std::string resumed_row(const BulkRow& row, const RowResult& result);
[[nodiscard]] std::string failed_row(const BulkRow& row, const Error& error);
/// What would be sent for it; nothing of a row that an earlier run has done.
[[nodiscard]] std::string bulk_dry_run_row(const BulkRow& row, bool done);

/// The result in a row of AssignPhoneNumber.
[[nodiscard]] RowResult result_in(std::string_view row);

/// How far a file is.
struct BulkCounts {
  std::uint64_t rows = 0;
  std::uint64_t done = 0;     ///< by this run and those before
  std::uint64_t resumed = 0;  ///< of them by those before
  std::uint64_t failed = 0;   ///< in this run
};

/// "17 of 200 rows are done, 2 failed, 181 are left"
[[nodiscard]] std::string where_it_stands(const BulkCounts& counts);

/// "lines 3, 5 and 9"; of many, the first few and how many more.
[[nodiscard]] std::string named_lines(const std::vector<std::uint64_t>& lines);

}  // namespace teamsctl::cli
