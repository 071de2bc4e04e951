#include "bulk/csv.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "bulk/columns.hpp"

namespace teamsctl::cli {

void BulkCsv::take(const DelimitedRecord& record) {
  if (!std::exchange(has_header_, true)) {
    take_header(record);
    return;
  }
  // With a header that is not understood every line would be wrong, and none of them is.
  if (!header_is_good_) return;
  if (record.fields.size() != columns_.size()) {
    problems_.add({.line = record.line, .column = 1}, std::to_string(record.fields.size()) +
                                                          " fields, where the header has " +
                                                          std::to_string(columns_.size()));
    return;
  }
  std::vector<BulkValue> values;
  values.reserve(columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i)
    values.push_back({*columns_[i], record.fields[i].text, record.fields[i].place});
  checker_.take({.line = record.line, .column = 1}, std::move(values));
}

void BulkCsv::take_header(const DelimitedRecord& record) {
  const std::uint64_t before = problems_.count();
  for (const DelimitedField& field : record.fields) {
    const std::optional<std::size_t> column = find_bulk_column(field.text);
    if (!column)
      problems_.add(field.place, no_such_column(field.text));
    else if (std::find(columns_.begin(), columns_.end(), column) != columns_.end())
      problems_.add(field.place,
                    "the column " + std::string(bulk_columns()[*column].name) + " is there twice");
    columns_.push_back(column);
  }
  for (std::size_t i = 0; i < bulk_columns().size(); ++i) {
    if (!bulk_columns()[i].required) continue;
    if (std::find(columns_.begin(), columns_.end(), i) == columns_.end())
      problems_.add({.line = record.line, .column = 1},
                    "the column " + std::string(bulk_columns()[i].name) + " is missing");
  }
  header_is_good_ = problems_.count() == before;
}

}  // namespace teamsctl::cli
