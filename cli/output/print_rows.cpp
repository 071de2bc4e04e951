#include "output/print_rows.hpp"

#include <cstdio>

#include "output/error_report.hpp"
#include "output/output_settings.hpp"
#include "output/print.hpp"
#include "terminal/terminal_text.hpp"

namespace teamsctl::cli {

namespace {

constexpr std::size_t enough = 65536;

OutputSettings settings_for(const Options& options, const std::vector<std::string_view>& columns) {
  return output_settings(options, columns, [quiet = options.quiet](const std::string& text) {
    if (!quiet) std::fputs(("teamsctl: warning: " + terminal_text(text) + "\n").c_str(), stderr);
  });
}

}  // namespace

int print_rows(const std::function<std::optional<std::string>()>& next,
               const std::vector<std::string_view>& columns, const Options& options) {
  try {
    const std::unique_ptr<RowRenderer> renderer = make_renderer(settings_for(options, columns));
    std::string out;
    int status = 0;
    const auto finish = [&](std::size_t most) {
      while (renderer->unfinished()) renderer->more(out);
      if (out.size() < most) return;
      status = print(out, options.json_errors);
      out.clear();
    };
    for (std::optional<std::string> row = next(); row && status == 0 && !renderer->problem();
         row = next()) {
      renderer->row(*row, out);
      finish(enough);
    }
    if (status == 0 && !renderer->problem()) renderer->complete(out);
    if (status == 0) finish(0);
    if (const std::optional<Error> problem = renderer->problem(); problem && status == 0)
      return report(*problem, options.json_errors);
    return status;
  } catch (const Error& error) {
    return report(error, options.json_errors);
  }
}

int print_rows(const std::vector<std::string>& rows, const Options& options) {
  try {
    return print(rendered(rows, settings_for(options, {})), options.json_errors);
  } catch (const Error& error) {
    return report(error, options.json_errors);
  }
}

}  // namespace teamsctl::cli
