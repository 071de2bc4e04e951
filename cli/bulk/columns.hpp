#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace teamsctl::cli {

/// What a column of the file may hold, and how it is written in the request.
struct BulkColumn {
  std::string_view name;  ///< also that of the cmdlet's parameter
  bool required = false;
  /// Makes `text`, which is not empty and has no control characters, what the cmdlet takes; returns
  /// what is wrong with it when it cannot be, beginning with the text itself.
  std::optional<std::string> (*check)(std::string& text) = nullptr;
};

/// In the order of the manual: the user, the number, its type, then the others.
[[nodiscard]] std::span<const BulkColumn> bulk_columns();

/// The place in bulk_columns() of a name, in any case of letters.
[[nodiscard]] std::optional<std::size_t> find_bulk_column(std::string_view name);

/// "There is no column 'X'; the columns are ..."
[[nodiscard]] std::string no_such_column(std::string_view name);

/// The same as a short text in quotes, for a sentence about it.
[[nodiscard]] std::string shown_value(std::string_view text);

}  // namespace teamsctl::cli
