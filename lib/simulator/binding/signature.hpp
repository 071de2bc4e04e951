#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "text/version.hpp"

namespace teamsctl::simulator {

enum class ParameterType {
  text,
  number,  ///< System.Int32
  count,   ///< System.UInt32
  boolean,
  flag,
  texts,
  credential,
  certificate,
  secure_text,
  anything
};

struct Parameter {
  std::string_view name;
  ParameterType type = ParameterType::text;
  /// The parameter sets it belongs to, one letter each; empty for all of them.
  std::string_view sets = {};
  /// The values it takes, without case; empty for all.
  std::vector<std::string_view> values = {};
  /// The parameter sets that cannot do without it, one letter each.
  std::string_view mandatory = {};
  /// An empty text is none that is missing.
  bool allows_empty = false;
  /// Where it stands among the arguments without a name.
  std::optional<int> position = {};
  /// All arguments without a name from that place on belong to it.
  bool takes_rest = false;
  std::vector<std::string_view> aliases = {};
  /// The versions of the module that have it: from `since` on, and before `until`.
  std::optional<Version> since = {};
  std::optional<Version> until = {};
};

/// What a cmdlet takes.
struct Signature {
  std::string_view cmdlet;
  std::string_view error_id;  ///< what the ids of its binding errors end with
  std::vector<Parameter> parameters;
  std::string_view sets = {};  ///< the letters of its parameter sets, the default one first
};

/// The parameters of a cmdlet that a version of the module has, and those of every cmdlet.
[[nodiscard]] std::vector<const Parameter*> parameters_of(const Signature& signature,
                                                          const Version& version);

}  // namespace teamsctl::simulator
