#include "output/output_settings.hpp"

#include <string>
#include <utility>
#include <variant>

#include "output/error_report.hpp"
#include "terminal/screen.hpp"

namespace teamsctl::cli {

OutputSettings output_settings(const Options& options, const std::vector<std::string_view>& columns,
                               std::function<void(const std::string&)> warn) {
  const Error no_memory{.code = ErrorCode::output,
                        .message = "--jq: there is not enough memory.",
                        .hint = "With -o ndjson one result is held at a time, else all of them."};
  // Written as for --fields: a column may lie within a member.
  std::string names;
  for (const std::string_view name : columns)
    names += (names.empty() ? "" : ",") + std::string(name);
  std::vector<FieldPath> paths;
  if (!names.empty()) paths = std::get<std::vector<FieldPath>>(parse_fields(names));
  return {.format = options.output,
          .fields = options.fields,
          .default_columns = std::move(paths),
          .jq = options.jq,
          .out_of_memory = error_text(no_memory, options.json_errors),
          .screen = stdout_screen(options.color),
          .warn = std::move(warn)};
}

}  // namespace teamsctl::cli
