#include "print_rows.hpp"

#include "row_output.hpp"
#include "stdout_writer.hpp"

namespace teamsctl::cli {

int print_rows(const std::vector<std::string>& all, const Options& options) {
  Loop loop;
  StdoutWriter writer(loop, [] {}, [] {});
  RowOutput rows(writer, options.output);
  for (const std::string& row : all) rows.row(row);
  rows.complete();
  while (!writer.empty() && !writer.error()) {
    writer.flush();
    if (!writer.empty() && !writer.error()) loop.run_one(std::chrono::hours(1));
  }
  return writer.error() ? exit_status(ErrorCode::output) : 0;
}

}  // namespace teamsctl::cli
