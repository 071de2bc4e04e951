#pragma once

#include <string>
#include <variant>
#include <vector>

#include "bulk/row.hpp"
#include "options/options.hpp"

namespace teamsctl::cli {

/// A file of numbers for users that was read whole and found good.
struct BulkInput {
  std::vector<BulkRow> rows;
  std::string sha256;  ///< of the file's bytes, in hexadecimal
  std::vector<std::string> warnings;
  bool is_regular = true;  ///< a file with a place, beside which another one can lie
};

/// What is wrong with the file: the error says how much, `lines` where and what, each as
/// "FILE:LINE:COLUMN: what"; they hold text of the file.
struct BulkMistakes {
  Error error;
  std::vector<std::string> lines;
};

/// Reads `file` ("-" is standard input). Errors are ErrorCode::usage.
[[nodiscard]] std::variant<BulkInput, BulkMistakes> read_bulk_input(const std::string& file,
                                                                    BulkFormat format);

/// How the file is called in messages.
[[nodiscard]] std::string shown_bulk_file(const std::string& file);

}  // namespace teamsctl::cli
