#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "options/field_path.hpp"
#include "teamsctl/json_members.hpp"

namespace teamsctl::cli {

/// One result, looked into by paths. Values stay the JSON texts that they were.
class RowFields {
 public:
  /// `json` has to outlive this.
  explicit RowFields(std::string_view json);

  /// What stands at the end of the path, or `null` where nothing does. A name is looked for as it
  /// is written and then without regard to case, as PowerShell takes it. In a list a number is an
  /// item, counted from 0; any other name is looked for in all of its items and gives the list of
  /// what they have, lists in it joined, as PowerShell does. The view is valid while the row and
  /// `made`, where a list that had to be put together is kept.
  [[nodiscard]] std::string_view value(const FieldPath& path, std::string& made) const;

  [[nodiscard]] bool is_object() const { return is_object_; }
  [[nodiscard]] const std::vector<JsonMember>& members() const { return members_; }

 private:
  std::string_view json_;
  std::vector<JsonMember> members_;
  bool is_object_;
};

}  // namespace teamsctl::cli
