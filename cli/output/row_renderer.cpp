#include "output/row_renderer.hpp"

#include <utility>

#include "output/columns.hpp"
#include "output/delimited_output.hpp"
#include "output/jq_output.hpp"
#include "output/json_output.hpp"
#include "output/table_output.hpp"

namespace teamsctl::cli {
namespace {

class NoOutput final : public RowRenderer {
 public:
  void row(std::string_view, std::string&) override {}
  void complete(std::string&) override {}
};

std::unique_ptr<RowRenderer> jq_renderer(const OutputSettings& settings) {
  try {
    const auto reads = settings.format == OutputFormat::ndjson ? JqOutput::Reads::each_row
                                                               : JqOutput::Reads::all_rows;
    return std::make_unique<JqOutput>(reads, settings);
  } catch (const JqMistake& mistake) {
    throw Error{.code = ErrorCode::usage, .message = "--jq: " + mistake.message + "."};
  }
}

}  // namespace

std::unique_ptr<RowRenderer> make_renderer(OutputSettings settings) {
  if (!settings.jq.empty()) return jq_renderer(settings);
  const bool for_terminal = settings.screen.terminal;
  switch (settings.format) {
    case OutputFormat::json:
      return std::make_unique<JsonOutput>(JsonOutput::Form::array, std::move(settings.fields),
                                          for_terminal);
    case OutputFormat::ndjson:
      return std::make_unique<JsonOutput>(JsonOutput::Form::lines, std::move(settings.fields),
                                          for_terminal);
    case OutputFormat::table: {
      std::vector<FieldPath>& columns =
          settings.fields.empty() ? settings.default_columns : settings.fields;
      return std::make_unique<TableOutput>(Columns(std::move(columns), std::move(settings.warn)),
                                           settings.screen);
    }
    case OutputFormat::csv:
      return std::make_unique<DelimitedOutput>(
          DelimitedOutput::Form::csv, Columns(std::move(settings.fields), std::move(settings.warn)),
          for_terminal);
    case OutputFormat::tsv:
      return std::make_unique<DelimitedOutput>(
          DelimitedOutput::Form::tsv, Columns(std::move(settings.fields), std::move(settings.warn)),
          for_terminal);
    case OutputFormat::none:
      break;
  }
  return std::make_unique<NoOutput>();
}

std::string rendered(const std::vector<std::string>& rows, OutputSettings settings) {
  const std::unique_ptr<RowRenderer> renderer = make_renderer(std::move(settings));
  std::string out;
  const auto finish = [&] {
    while (renderer->unfinished()) renderer->more(out);
  };
  for (const std::string& row : rows) {
    renderer->row(row, out);
    finish();
  }
  renderer->complete(out);
  finish();
  if (const std::optional<Error> problem = renderer->problem()) throw *problem;
  return out;
}

}  // namespace teamsctl::cli
