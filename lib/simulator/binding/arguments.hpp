#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "binding/binding_error.hpp"
#include "binding/signature.hpp"
#include "text/strict_json.hpp"

namespace teamsctl::simulator {

/// An argument as a script gives it: with the name of a parameter, or with its place alone.
struct Given {
  std::string name = {};           ///< empty for one by its place
  std::optional<Json> value = {};  ///< nothing where the script ends before it
};

/// The parameter that a name means: by itself, by an alias or by the beginning of one. Throws
/// CommandFailed with the binder's error.
[[nodiscard]] const Parameter& find_parameter(const Signature& signature, const Version& version,
                                              std::string_view name);

/// The arguments of one call, bound to parameters as PowerShell's binder does: names without case
/// and by unambiguous beginnings, common parameters everywhere, values converted.
class Arguments {
 public:
  /// Throws CommandFailed with the binder's error. `version` is the module's.
  Arguments(const Signature& signature, const Json& values, const Version& version);
  Arguments(const Signature& signature, const std::vector<Given>& values, const Version& version);

  [[nodiscard]] bool has(std::string_view name) const { return values_.contains(name); }
  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
  /// The value as it came, or null.
  [[nodiscard]] const Json* raw(std::string_view name) const;
  /// The letter of the parameter set; nothing for a cmdlet that has none.
  [[nodiscard]] const std::string& sets() const noexcept { return sets_; }

 private:
  void bind(const Signature& signature, const Parameter& parameter, const Json& value);
  void bind_by_position(const Signature& signature, const Version& version,
                        const std::vector<Json>& values);
  void choose_set(const Signature& signature, const Version& version);
  [[nodiscard]] std::string missing(const Signature& signature, const Version& version,
                                    char set) const;
  void need(const Signature& signature, const Version& version, char set) const;

  std::map<std::string_view, Json> values_;  ///< by the name in the signature, which outlives this
  std::string sets_;
};

}  // namespace teamsctl::simulator
