#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace teamsctl::cli {

/// What `teamsctl schema NAME` prints, and for what the name stands.
struct SchemaName {
  std::string_view name;  ///< a command, or "dry-run", "run-streams", "error"
  std::string_view file;  ///< in share/teamsctl/schema
  std::string_view what;  ///< for the list
};

/// In the order of help.
[[nodiscard]] std::span<const SchemaName> schema_names();

/// The JSON schema itself (draft 2020-12). Static storage.
[[nodiscard]] std::string_view schema_text(const SchemaName& name);

/// What `teamsctl schema` prints: a line a name.
[[nodiscard]] std::string schema_list();

/// The names of the properties that a row of this command has, in the order of the schema; empty
/// when there is none.
[[nodiscard]] std::vector<std::string> schema_properties(std::string_view command);

}  // namespace teamsctl::cli
