#include "command_line/schema.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "schema_files.hpp"

namespace teamsctl::cli {
namespace {

constexpr std::array names = {
    SchemaName{"get-phone-numbers", "phone-number.json", "a row of get-phone-numbers"},
    SchemaName{"get-policies", "policy.json", "a row of get-policies"},
    SchemaName{"get-user-info", "user.json", "a row of get-user-info"},
    SchemaName{"get-tenant", "tenant.json", "the row of get-tenant"},
    SchemaName{"assign-phone-number", "number-change.json", "the row of a change"},
    SchemaName{"remove-phone-number", "number-change.json", "the row of a change"},
    SchemaName{"bulk-assign", "number-change.json", "a row of bulk-assign"},
    SchemaName{"run", "stream-record.json", "a record of run --streams"},
    SchemaName{"login", "connected.json", "the row of login"},
    SchemaName{"status", "session.json", "a row of status"},
    SchemaName{"agent", "agent.json", "the row of agent status"},
    SchemaName{"doctor", "finding.json", "a finding of doctor -o json"},
    SchemaName{"detect", "found-prompt.json", "a line of detect"},
    SchemaName{"config", "option.json", "an option of config show"},
    SchemaName{"dry-run", "dry-run.json", "the row of a change with --dry-run"},
    SchemaName{"error", "error.json", "an error on standard error, with -o json or ndjson"},
};

/// Each message of serve and batch has one under its own name.
void add_message(std::vector<SchemaName>& list, std::string_view file) {
  constexpr std::pair<std::string_view, std::string_view> kinds[] = {
      {"serve-request-", "a request of serve and batch"},
      {"serve-event-", "an event of serve and batch"},
      {"batch-event-", "an event of batch"}};
  for (const auto& [prefix, what] : kinds)
    if (file.starts_with(prefix)) list.push_back({file.substr(0, file.rfind('.')), file, what});
}

}  // namespace

std::span<const SchemaName> schema_names() {
  static const std::vector<SchemaName> all = [] {
    std::vector<SchemaName> list(names.begin(), names.end());
    for (const auto& [file, text] : schema_files::files()) add_message(list, file);
    return list;
  }();
  return all;
}

std::string_view schema_text(const SchemaName& name) {
  for (const auto& [file, text] : schema_files::files())
    if (file == name.file) return text;
  throw std::logic_error("no schema " + std::string(name.file));
}

std::string schema_list() {
  std::size_t width = 0;
  for (const SchemaName& name : schema_names()) width = std::max(width, name.name.size());
  std::string text;
  for (const SchemaName& name : schema_names())
    text.append(name.name).append(width + 2 - name.name.size(), ' ').append(name.what).append("\n");
  return text;
}

std::vector<std::string> schema_properties(std::string_view command) {
  const auto name = std::find_if(names.begin(), names.end(),
                                 [&](const SchemaName& one) { return one.name == command; });
  if (name == names.end()) return {};
  const auto schema = nlohmann::ordered_json::parse(schema_text(*name));
  std::vector<std::string> properties;
  if (const auto found = schema.find("properties"); found != schema.end())
    for (const auto& [property, what] : found->items()) properties.push_back(property);
  return properties;
}

}  // namespace teamsctl::cli
