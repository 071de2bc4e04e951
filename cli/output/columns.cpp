#include "output/columns.hpp"

#include <algorithm>
#include <utility>

#include "text/cell_text.hpp"

namespace teamsctl::cli {

Columns::Columns(std::vector<FieldPath> named, std::function<void(const std::string&)> warn)
    : paths_(std::move(named)), warn_(std::move(warn)), named_(!paths_.empty()) {}

std::vector<std::string> Columns::names() const {
  std::vector<std::string> names;
  names.reserve(paths_.size());
  for (const FieldPath& path : paths_) names.push_back(path.name);
  return names;
}

void Columns::learn(const RowFields& row) {
  for (const JsonMember& member : row.members())
    paths_.push_back(whole_name(json_unescaped(member.name)));
  whole_rows_ = paths_.empty();
  if (whole_rows_) paths_.push_back(whole_name("Value"));
}

bool Columns::covers(const RowFields& row) const {
  if (!row.is_object()) return false;
  std::size_t at = 0;
  for (const JsonMember& member : row.members()) {
    // Rows of one command nearly always have the same members in the same order.
    if (at < paths_.size() && paths_[at].name == member.name) {
      ++at;
      continue;
    }
    const std::string name = json_unescaped(member.name);
    if (std::none_of(paths_.begin(), paths_.end(),
                     [&](const FieldPath& path) { return path.name == name; }))
      return false;
  }
  return true;
}

std::vector<std::string> Columns::cells(std::string_view row, std::string_view between) {
  const RowFields fields(row);
  if (paths_.empty()) learn(fields);
  if (whole_rows_) return {cell_text(row, between)};
  if (!named_ && !warned_ && !covers(fields)) {
    warned_ = true;
    warn_(
        "a result has something that the first one has not, and there is no column for it: name "
        "the columns with --fields, or use -o json");
  }
  std::vector<std::string> cells;
  cells.reserve(paths_.size());
  for (const FieldPath& path : paths_) {
    std::string made;
    cells.push_back(cell_text(fields.value(path, made), between));
  }
  return cells;
}

}  // namespace teamsctl::cli
