#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "teamsctl/text_values.hpp"

namespace teamsctl::cli {

/// How the text of an option is read. Whatever it comes from (command line, environment, profile),
/// it is text until the one reader of its kind has seen it, so that a mistake reads the same
/// everywhere.
enum class OptionKind {
  text,
  path,     ///< in a profile relative to the file's directory, and with ~/
  program,  ///< a path, or a name on PATH
  flag,     ///< on the command line without a value
  count,    ///< a flag that may be repeated
  number,   ///< least to most
  duration,
  rate,        ///< "5/s", "100/m", "1000/h"
  choice,      ///< one of `choices`
  scenario,    ///< a name or a file; "true" is the default one, "false" is none
  descriptor,  ///< the number of an open descriptor
  variable,    ///< the name of an environment variable
  command,     ///< for /bin/sh
  fields,      ///< paths into a result: field_path.hpp
  jq,          ///< an expression of jq's
};

/// What of an option is the same whatever it sets.
struct OptionShape {
  std::string name;   ///< without dashes
  std::string other;  ///< another name with its dashes: "-u", "--upn"; or empty
  std::string value;  ///< what --help calls its value; empty for flags
  std::string help;
  std::string group;
  OptionKind kind = OptionKind::text;
  std::string standard;              ///< the text it has when nobody gives one; empty for none
  std::vector<std::string> choices;  ///< of choice
  std::uint64_t least = 0;           ///< of number and count
  std::uint64_t most = UINT64_MAX;
};

/// What is wrong with a text: the rest of a sentence that begins with the option's name, and what
/// to do.
struct Problem {
  std::string message;
  std::string hint;
};

/// Nothing when the text is a value for this option. A descriptor has to be open now.
[[nodiscard]] std::optional<Problem> wrong_with(const OptionShape& shape, const std::string& text);

/// "5/s", "100/m", "1000/h": the time between two. Nothing when it is no rate, or none at all.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_rate(std::string_view text);

/// A number, or a flag: true is 1.
[[nodiscard]] std::optional<std::uint64_t> parse_count(std::string_view text);

}  // namespace teamsctl::cli
