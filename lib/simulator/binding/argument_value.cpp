#include "binding/argument_value.hpp"

#include <charconv>
#include <cstdint>
#include <limits>

#include "binding/binding_error.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

/// The `type` of a typed value, or nothing for plain JSON.
std::string type_of(const Json& value) {
  return value.is_object() && value.contains("type") && value["type"].is_string()
             ? value["type"].get<std::string>()
             : "";
}

class Converter {
 public:
  Converter(const Signature& signature, const Parameter& parameter, const Json& value)
      : signature_(signature), parameter_(parameter), value_(value) {}

  Json convert() const {
    switch (parameter_.type) {
      case ParameterType::text:
        return text(value_);
      case ParameterType::number:
        return number<std::int32_t>("Int32");
      case ParameterType::count:
        return number<std::uint32_t>("UInt32");
      case ParameterType::boolean:
        return value_.is_null() ? not_boolean("") : truth();
      case ParameterType::flag:
        if (type_of(value_) == "switch") return value_.value("value", true);
        return truth();
      case ParameterType::texts:
        return texts();
      case ParameterType::credential:
        return typed("credential");
      case ParameterType::certificate:
        return typed("certificate");
      case ParameterType::secure_text:
        return typed("secure_string");
      case ParameterType::anything:
        return value_;
    }
    return value_;
  }

 private:
  Json text(const Json& value) const {
    if (value.is_null()) return "";
    if (value.is_structured()) refuse("Cannot convert value to type System.String.");
    return shown(value);
  }

  template <typename Number>
  Json number(const std::string& type) const {
    if (value_.is_null()) return 0;
    if (value_.is_boolean()) return value_.get<bool>() ? 1 : 0;
    const std::string digits = shown(value_);
    std::int64_t number = 0;
    const char* const end = digits.data() + digits.size();
    const auto [rest, error] =
        std::from_chars(digits.data() + (digits.starts_with('+') ? 1 : 0), end, number);
    const std::string what =
        "Cannot convert value \"" + digits + "\" to type \"System." + type + "\". Error: ";
    using Limits = std::numeric_limits<Number>;
    if (error == std::errc::result_out_of_range ||
        (rest == end && (number < Limits::min() || number > Limits::max())))
      refuse(what + "\"Value was either too large or too small for " +
             (type.starts_with('U') ? "a " : "an ") + type + ".\"");
    if (error != std::errc() || rest != end)
      refuse(what + "\"The input string '" + digits + "' was not in a correct format.\"");
    return number;
  }

  Json truth() const {
    if (value_.is_boolean()) return value_;
    if (value_.is_number()) return value_ != Json(0);
    return not_boolean("System.String");
  }

  [[noreturn]] Json not_boolean(const std::string& what) const {
    refuse("Cannot convert value \"" + what + "\" to type \"" +
           std::string(net_type(parameter_.type)) +
           "\". Boolean parameters accept only Boolean values and numbers, such as $True, $False, "
           "1 or 0.");
  }

  Json texts() const {
    if (!value_.is_array()) return Json::array({text(value_)});
    Json all = Json::array();
    for (const Json& item : value_) all.push_back(text(item));
    return all;
  }

  Json typed(std::string_view type) const {
    if (type_of(value_) == type) return value_;
    refuse("Cannot convert the \"" + shown(value_) + "\" value to type \"" +
           std::string(net_type(parameter_.type)) + "\".");
  }

  [[noreturn]] void refuse(const std::string& why) const {
    throw binding_error(signature_,
                        "Cannot process argument transformation on parameter '" +
                            std::string(parameter_.name) + "'. " + why,
                        "ParameterArgumentTransformationError", "InvalidData",
                        "ParameterBindingArgumentTransformationException");
  }

  const Signature& signature_;
  const Parameter& parameter_;
  const Json& value_;
};

/// [ValidateSet()].
void check_value(const Signature& signature, const Parameter& parameter, const Json& value) {
  if (parameter.values.empty()) return;
  const auto text = value.get<std::string>();
  std::string set;
  for (const std::string_view one : parameter.values) {
    if (same_text(one, text)) return;
    append_item(set, one, ",");
  }
  throw binding_error(signature,
                      "Cannot validate argument on parameter '" + std::string(parameter.name) +
                          "'. The argument \"" + text + "\" does not belong to the set \"" + set +
                          "\" specified by the ValidateSet attribute. Supply an argument that is "
                          "in the set and then try the command again.",
                      "ParameterArgumentValidationError", "InvalidData",
                      "ParameterBindingValidationException");
}

}  // namespace

Json converted(const Signature& signature, const Parameter& parameter, const Json& value) {
  Json result = Converter(signature, parameter, value).convert();
  if (!parameter.mandatory.empty() && !parameter.allows_empty && result.is_string() &&
      result.get_ref<const std::string&>().empty())
    throw binding_error(signature,
                        "Cannot bind argument to parameter '" + std::string(parameter.name) +
                            "' because it is an empty string.",
                        "ParameterArgumentValidationErrorEmptyStringNotAllowed", "InvalidData",
                        "ParameterBindingValidationException");
  check_value(signature, parameter, result);
  return result;
}

std::string shown(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_array()) return "System.Object[]";
  if (const auto type = type_of(value); !type.empty()) return type;
  return value.is_boolean() ? (value.get<bool>() ? "True" : "False") : dump(value);
}

std::string_view net_type(ParameterType type) {
  switch (type) {
    case ParameterType::text:
      return "System.String";
    case ParameterType::number:
      return "System.Int32";
    case ParameterType::count:
      return "System.UInt32";
    case ParameterType::boolean:
      return "System.Boolean";
    case ParameterType::flag:
      return "System.Management.Automation.SwitchParameter";
    case ParameterType::texts:
      return "System.String[]";
    case ParameterType::credential:
      return "System.Management.Automation.PSCredential";
    case ParameterType::certificate:
      return "System.Security.Cryptography.X509Certificates.X509Certificate2";
    case ParameterType::secure_text:
      return "System.Security.SecureString";
    case ParameterType::anything:
      return "System.Object";
  }
  return "System.Object";
}

}  // namespace teamsctl::simulator
