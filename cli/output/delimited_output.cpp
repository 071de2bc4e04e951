#include "output/delimited_output.hpp"

#include <utility>

#include "terminal/terminal_text.hpp"

namespace teamsctl::cli {
namespace {

/// Nothing is put before a cell that begins with =, +, - or @, which spreadsheets take for a
/// formula: every telephone number begins with +, and what is read back has to be what was there.
std::string csv_cell(std::string_view text) {
  const bool blank_at_an_end = text.starts_with(' ') || text.starts_with('\t') ||
                               text.ends_with(' ') || text.ends_with('\t');
  // Blanks at the ends are dropped by some readers (Import-Csv) unless they stand in quotes.
  if (text.find_first_of(",\"\r\n") == std::string_view::npos && !blank_at_an_end)
    return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string tsv_cell(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\\':
        out += "\\\\";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace

DelimitedOutput::DelimitedOutput(Form form, Columns columns, bool for_terminal)
    : form_(form), columns_(std::move(columns)), for_terminal_(for_terminal) {}

void DelimitedOutput::row(std::string_view json, std::string& out) {
  const std::vector<std::string> cells = columns_.cells(json, ";");
  if (!std::exchange(header_written_, true)) line(columns_.names(), out);
  line(cells, out);
}

void DelimitedOutput::complete(std::string& out) {
  if (!header_written_ && columns_.known()) line(columns_.names(), out);
}

void DelimitedOutput::line(const std::vector<std::string>& cells, std::string& out) const {
  const std::size_t begin = out.size();
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) out += form_ == Form::csv ? ',' : '\t';
    if (form_ == Form::csv)
      out += csv_cell(for_terminal_ ? terminal_text(cell) : cell);
    else
      out += for_terminal_ ? terminal_text(tsv_cell(cell)) : tsv_cell(cell);
  }
  // A line with nothing on it is no row to most readers.
  if (form_ == Form::csv && out.size() == begin) out += "\"\"";
  out += '\n';
}

}  // namespace teamsctl::cli
