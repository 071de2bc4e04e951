#include "output/table_output.hpp"

#include <algorithm>
#include <utility>

#include "terminal/display_width.hpp"
#include "terminal/terminal_text.hpp"

namespace teamsctl::cli {
namespace {

constexpr std::size_t most_held_rows = 1000;
constexpr std::size_t most_held_bytes = 1 << 20;
constexpr std::size_t gap = 2;
constexpr std::size_t least_width = 4;

std::vector<std::string> shown(std::vector<std::string> cells) {
  for (std::string& cell : cells) cell = terminal_text(cell);
  return cells;
}

}  // namespace

TableOutput::TableOutput(Columns columns, Screen screen)
    : columns_(std::move(columns)), screen_(screen) {}

void TableOutput::row(std::string_view json, std::string& out) {
  Cells cells = shown(columns_.cells(json, ", "));
  if (settled_) {
    line(cells, out);
    return;
  }
  for (const std::string& cell : cells) held_bytes_ += cell.size();
  held_.push_back(std::move(cells));
  if (held_.size() == most_held_rows || held_bytes_ > most_held_bytes) settle(out);
}

void TableOutput::complete(std::string& out) { settle(out); }

void TableOutput::cut_short(std::string& out) {
  if (!held_.empty()) settle(out);
}

void TableOutput::settle(std::string& out) {
  if (std::exchange(settled_, true) || !columns_.known()) return;
  const Cells header = shown(columns_.names());
  for (const std::string& name : header) widths_.push_back(display_width(name));
  for (const Cells& cells : held_)
    for (std::size_t i = 0; i < cells.size(); ++i)
      widths_[i] = std::max(widths_[i], display_width(cells[i]));
  if (screen_.columns) widths_ = fitted_widths(widths_, *screen_.columns);

  if (screen_.colour) out += "\x1b[1m";
  line(header, out);
  // Before the line end: colours that reach over it paint the rest of the line in some terminals.
  if (screen_.colour) out.insert(out.size() - 1, "\x1b[0m");
  for (const Cells& cells : held_) line(cells, out);
  held_ = {};
}

void TableOutput::line(const Cells& cells, std::string& out) const {
  std::size_t column = 0;  // where the next cell begins
  std::size_t missing =
      0;  // blanks before it that are not written yet: none stand at the end of a line
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::size_t width = widths_[i];
    // Nothing stands behind the last one.
    if (i + 1 == cells.size() && screen_.columns && *screen_.columns > column)
      width = std::max(width, *screen_.columns - column);
    const std::string text = screen_.columns ? shortened(cells[i], width) : cells[i];
    if (!text.empty()) {
      out.append(missing, ' ').append(text);
      missing = 0;
    }
    const std::size_t taken = display_width(text);
    missing += std::max(widths_[i], taken) - taken + gap;
    column += widths_[i] + gap;
  }
  out += '\n';
}

std::vector<std::size_t> fitted_widths(const std::vector<std::size_t>& wanted, std::size_t screen) {
  const std::size_t gaps = wanted.empty() ? 0 : gap * (wanted.size() - 1);
  std::size_t left = screen > gaps ? screen - gaps : 0;
  // From the narrowest to the widest: each takes what it wants as long as that is no more than its
  // share of what is left.
  std::vector<std::size_t> order(wanted.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
  std::vector<std::size_t> widths(wanted.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t share = left / (order.size() - i);
    widths[order[i]] = std::min(wanted[order[i]], std::max(share, least_width));
    left -= std::min(left, widths[order[i]]);
  }
  return widths;
}

}  // namespace teamsctl::cli
