#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "output/row_renderer.hpp"

namespace teamsctl::cli {

/// -o json and -o ndjson. Each row is JSON already and is passed on as it is, so that numbers and
/// nulls stay what they were; with --fields it is put together anew out of such pieces.
class JsonOutput final : public RowRenderer {
 public:
  enum class Form { array, lines };
  JsonOutput(Form form, std::vector<FieldPath> fields, bool for_terminal);

  void row(std::string_view json, std::string& out) override;
  /// Closes the array, an empty one too. Without this call it stays open, so that no reader takes a
  /// part for the whole.
  void complete(std::string& out) override;

 private:
  Form form_;
  std::vector<FieldPath> fields_;
  bool for_terminal_;
  bool first_ = true;
};

/// The same JSON text over several lines, indented by two spaces, each line after the first by
/// `depth` levels more. `json` must be valid and without white space between its tokens.
[[nodiscard]] std::string indented(std::string_view json, int depth = 0);

}  // namespace teamsctl::cli
