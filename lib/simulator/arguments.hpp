#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error_record.hpp"
#include "strict_json.hpp"

namespace teamsctl::simulator {

enum class ParameterType {
  text,
  number,
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
};

/// What a cmdlet takes.
struct Signature {
  std::string_view cmdlet;
  std::string_view error_id;  ///< what the ids of its binding errors end with
  std::vector<Parameter> parameters;
  std::string_view sets = {};  ///< the letters of its parameter sets
};

/// A command that ends with a terminating error.
struct CommandFailed {
  ErrorRecord error;
};

/// The arguments of one call, bound to parameters as PowerShell's binder does: names without case
/// and by unambiguous beginnings, common parameters everywhere, values converted.
class Arguments {
 public:
  /// Throws CommandFailed with the binder's error.
  Arguments(const Signature& signature, const Json& values);

  [[nodiscard]] bool has(std::string_view name) const { return values_.contains(name); }
  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
  /// The value as it came, or null.
  [[nodiscard]] const Json* raw(std::string_view name) const;
  /// The letters of the parameter sets that these arguments allow.
  [[nodiscard]] const std::string& sets() const noexcept { return sets_; }

 private:
  std::map<std::string_view, Json> values_;  ///< by the name in the signature, which outlives this
  std::string sets_;
};

}  // namespace teamsctl::simulator
