#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "output/columns.hpp"
#include "output/row_renderer.hpp"

namespace teamsctl::cli {

/// -o table: for people. The first rows are held until the widths of the columns are known from
/// them; the others are written as they come, in the same widths. On a terminal a line is no wider
/// than the screen, and what does not fit ends in "…"; elsewhere nothing is cut off.
class TableOutput final : public RowRenderer {
 public:
  TableOutput(Columns columns, Screen screen);

  void row(std::string_view json, std::string& out) override;
  void complete(std::string& out) override;
  void cut_short(std::string& out) override;

 private:
  using Cells = std::vector<std::string>;
  void settle(std::string& out);
  void line(const Cells& cells, std::string& out) const;

  Columns columns_;
  Screen screen_;
  std::vector<Cells> held_;
  std::size_t held_bytes_ = 0;
  bool settled_ = false;
  std::vector<std::size_t> widths_;
};

/// Widths for columns that would like to have `wanted`, so that all of them with the gaps between
/// take no more than `screen`: narrow ones keep theirs, the others share what is left. No column
/// gets less than a few characters, even if the lines are then wider than the screen: a column that
/// is not there would not be missed.
[[nodiscard]] std::vector<std::size_t> fitted_widths(const std::vector<std::size_t>& wanted,
                                                     std::size_t screen);

}  // namespace teamsctl::cli
