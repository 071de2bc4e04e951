#include "print_rows.hpp"

#include <cstdio>

#include "error_report.hpp"
#include "output_settings.hpp"
#include "print.hpp"
#include "terminal_text.hpp"

namespace teamsctl::cli {

int print_rows(const std::vector<std::string>& rows, const Options& options) {
  const auto warn = [&](const std::string& text) {
    if (!options.quiet)
      std::fputs(("teamsctl: warning: " + terminal_text(text) + "\n").c_str(), stderr);
  };
  try {
    return print(rendered(rows, output_settings(options, {}, warn)), options.json_errors);
  } catch (const Error& error) {
    return report(error, options.json_errors);
  }
}

}  // namespace teamsctl::cli
