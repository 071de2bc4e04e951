#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "output/columns.hpp"
#include "output/row_renderer.hpp"

namespace teamsctl::cli {

/// -o csv (RFC 4180, but for the line ends) and -o tsv (escaped as @tsv of jq does it), with a
/// header line.
class DelimitedOutput final : public RowRenderer {
 public:
  enum class Form { csv, tsv };
  DelimitedOutput(Form form, Columns columns, bool for_terminal);

  void row(std::string_view json, std::string& out) override;
  /// The header alone, when there were no rows and the columns are known without them.
  void complete(std::string& out) override;

 private:
  void line(const std::vector<std::string>& cells, std::string& out) const;

  Form form_;
  Columns columns_;
  bool for_terminal_;
  bool header_written_ = false;
};

}  // namespace teamsctl::cli
