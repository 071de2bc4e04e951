#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "options/field_path.hpp"
#include "output/row_fields.hpp"

namespace teamsctl::cli {

/// Which columns a table or a CSV file has, and what of a row stands in them. Columns that nobody
/// named are the members of the first row, in their order; a first row that is no object makes the
/// one column "Value".
class Columns {
 public:
  /// `warn` is called once, when a later row has something that no column takes.
  Columns(std::vector<FieldPath> named, std::function<void(const std::string&)> warn);

  /// There are none before the first row when none are named.
  [[nodiscard]] bool known() const { return !paths_.empty(); }
  [[nodiscard]] std::vector<std::string> names() const;

  /// One text for each column; `between` stands between the items of a list.
  [[nodiscard]] std::vector<std::string> cells(std::string_view row, std::string_view between);

 private:
  void learn(const RowFields& row);
  [[nodiscard]] bool covers(const RowFields& row) const;

  std::vector<FieldPath> paths_;
  std::function<void(const std::string&)> warn_;
  bool named_;
  bool whole_rows_ = false;  ///< the one column holds all of the row
  bool warned_ = false;
};

}  // namespace teamsctl::cli
