#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace teamsctl::cli {

extern const char* const description;
extern const char* const footer;

/// --help with one line for each secret: twenty options that differ in their last word only would
/// hide all the others.
class HelpFormatter final : public CLI::Formatter {
 public:
  HelpFormatter() { column_width(34); }

  std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode mode) const override;
  /// What concerns the whole program is said in its own help only.
  std::string make_footer(const CLI::App* app) const override;
};

}  // namespace teamsctl::cli
