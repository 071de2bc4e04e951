#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "teamsctl/request.hpp"

namespace teamsctl::cli {

/// One number for one user, as a line of the file wants it. Checked.
struct BulkRow {
  std::uint64_t line = 0;
  std::string user;
  std::string number;
  std::string number_type;  ///< empty: looked up
  std::vector<std::pair<std::string_view, std::string>>
      more;  ///< further parameters of the cmdlet; the names are in static storage
};

/// The request that does it. `look_for` is for a row that an earlier run may have sent already.
[[nodiscard]] inline AssignPhoneNumber request_of(const BulkRow& row,
                                                  std::chrono::milliseconds verify,
                                                  std::chrono::milliseconds look_for = {}) {
  AssignPhoneNumber assign{.user = row.user,
                           .number = row.number,
                           .number_type = row.number_type,
                           .more = {},
                           .verify = verify,
                           .look_for = look_for};
  for (const auto& [name, value] : row.more) assign.more.emplace_back(std::string(name), value);
  return assign;
}

}  // namespace teamsctl::cli
