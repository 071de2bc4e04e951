#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "awkward_text.hpp"
#include "output/row_renderer.hpp"

/// What a format makes of rows, without a screen.
inline std::string rendered_as(teamsctl::cli::OutputFormat format,
                               const std::vector<std::string>& rows,
                               teamsctl::cli::OutputSettings settings = {}) {
  settings.format = format;
  return teamsctl::cli::rendered(rows, std::move(settings));
}

inline teamsctl::cli::OutputSettings with_fields(std::string_view text) {
  teamsctl::cli::OutputSettings settings;
  settings.fields =
      std::get<std::vector<teamsctl::cli::FieldPath>>(teamsctl::cli::parse_fields(text));
  return settings;
}

/// A terminal of so many columns, without colours.
inline teamsctl::cli::OutputSettings on_terminal(std::size_t columns = 80) {
  teamsctl::cli::OutputSettings settings;
  settings.screen = {.terminal = true, .columns = columns};
  return settings;
}
