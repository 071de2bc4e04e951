#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "teamsctl/error.hpp"
#include "teamsctl/json_members.hpp"
#include "teamsctl/secret.hpp"

namespace teamsctl::cli {

/// "number-type" and "number_type" as "numberType".
[[nodiscard]] std::string camel_name(std::string_view name);

/// The members of one JSON object of a client. Each is asked for by the name that the manual gives
/// it; it may be written in camelCase or with underscores. A member that is null is not there. What
/// is wrong first is kept and told by problem(); until then every call may be made.
class MessageFields {
 public:
  /// `object` passed wrong_json() and outlives this. `place` goes before the names in errors:
  /// "credentials.".
  explicit MessageFields(std::string_view object, std::string place = {});

  bool has(std::string_view name) { return json(name).has_value(); }

  /// JSON text of the member.
  std::optional<std::string_view> json(std::string_view name);
  std::optional<std::string> text(std::string_view name);
  /// A string, not copied on its way.
  std::optional<Secret> secret(std::string_view name);
  std::optional<bool> flag(std::string_view name);
  std::optional<std::uint64_t> number(std::string_view name);
  /// A string, or an array of strings.
  std::optional<std::vector<std::string>> texts(std::string_view name);

  /// Keeps what is wrong with a member.
  void wrong(std::string_view name, const std::string& what, std::string hint = {});

  /// The same in words of one's own.
  void refuse(Error error);

  /// What was wrong first; then, the first member that nobody has asked for.
  [[nodiscard]] std::optional<Error> problem() const;

 private:
  struct Field {
    std::string name;  // in camelCase
    std::string_view value;
    bool taken = false;
  };
  Field* find(std::string_view name);

  std::string place_;
  std::vector<Field> fields_;
  std::optional<Error> problem_;
};

/// A whole number as JSON has it.
[[nodiscard]] bool is_whole_number(std::string_view json);

}  // namespace teamsctl::cli
