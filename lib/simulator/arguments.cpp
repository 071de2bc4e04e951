#include "arguments.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "text.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::array common_parameters = {
    Parameter{"Debug", ParameterType::flag},
    Parameter{"ErrorAction"},
    Parameter{"ErrorVariable"},
    Parameter{"InformationAction"},
    Parameter{"InformationVariable"},
    Parameter{"OutBuffer", ParameterType::number},
    Parameter{"OutVariable"},
    Parameter{"PipelineVariable"},
    Parameter{"ProgressAction"},
    Parameter{"Verbose", ParameterType::flag},
    Parameter{"WarningAction"},
    Parameter{"WarningVariable"},
};

CommandFailed binding_error(const Signature& signature, std::string message, std::string_view id,
                            std::string category = "InvalidArgument",
                            std::string_view type = "ParameterBindingException") {
  return {{.message = std::move(message),
           .fqid = std::string(id) + "," + std::string(signature.error_id),
           .category = std::move(category),
           .activity = std::string(signature.cmdlet),
           .exception = "System.Management.Automation." + std::string(type)}};
}

const Parameter& find_parameter(const Signature& signature, std::string_view name) {
  std::vector<const Parameter*> candidates;
  const auto look = [&](const auto& parameters) {
    for (const Parameter& parameter : parameters)
      if (same_text(parameter.name.substr(0, name.size()), name) && !name.empty())
        candidates.push_back(&parameter);
  };
  look(signature.parameters);
  look(common_parameters);
  for (const Parameter* candidate : candidates)
    if (candidate->name.size() == name.size()) return *candidate;
  if (candidates.size() == 1) return *candidates.front();
  if (candidates.empty())
    throw binding_error(
        signature,
        "A parameter cannot be found that matches parameter name '" + std::string(name) + "'.",
        "NamedParameterNotFound");
  std::string names;
  for (const Parameter* candidate : candidates) names += " -" + std::string(candidate->name);
  throw binding_error(signature,
                      "Parameter cannot be processed because the parameter name '" +
                          std::string(name) + "' is ambiguous. Possible matches include:" + names +
                          ".",
                      "AmbiguousParameter");
}

/// The `type` of a typed value, or nothing for plain JSON.
std::string type_of(const Json& value) {
  return value.is_object() && value.contains("type") && value["type"].is_string()
             ? value["type"].get<std::string>()
             : "";
}

/// What a value is for PowerShell, for the texts of its errors.
std::string shown(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_array()) return "System.Object[]";
  if (const auto type = type_of(value); !type.empty()) return type;
  return value.is_boolean() ? (value.get<bool>() ? "True" : "False") : dump(value);
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
        return number();
      case ParameterType::flag:
        return flag();
      case ParameterType::texts:
        return texts();
      case ParameterType::credential:
        return typed("credential", "System.Management.Automation.PSCredential");
      case ParameterType::certificate:
        return typed("certificate",
                     "System.Security.Cryptography.X509Certificates.X509Certificate2");
      case ParameterType::secure_text:
        return typed("secure_string", "System.Security.SecureString");
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

  Json number() const {
    if (value_.is_null()) return 0;
    if (value_.is_boolean()) return value_.get<bool>() ? 1 : 0;
    const std::string digits = shown(value_);
    std::int64_t number = 0;
    const char* const end = digits.data() + digits.size();
    const auto [rest, error] =
        std::from_chars(digits.data() + (digits.starts_with('+') ? 1 : 0), end, number);
    const std::string what =
        "Cannot convert value \"" + digits + "\" to type \"System.Int32\". Error: ";
    using Limits = std::numeric_limits<std::int32_t>;
    if (error == std::errc::result_out_of_range ||
        (rest == end && (number < Limits::min() || number > Limits::max())))
      refuse(what + "\"Value was either too large or too small for an Int32.\"");
    if (error != std::errc() || rest != end)
      refuse(what + "\"The input string '" + digits + "' was not in a correct format.\"");
    return number;
  }

  Json flag() const {
    if (type_of(value_) == "switch") return value_.value("value", true);
    if (value_.is_boolean()) return value_;
    if (value_.is_number()) return value_ != Json(0);
    refuse(
        "Cannot convert value \"System.String\" to type "
        "\"System.Management.Automation.SwitchParameter\". Boolean "
        "parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.");
  }

  Json texts() const {
    if (!value_.is_array()) return Json::array({text(value_)});
    Json all = Json::array();
    for (const Json& item : value_) all.push_back(text(item));
    return all;
  }

  Json typed(std::string_view type, std::string_view net_type) const {
    if (type_of(value_) == type) return value_;
    refuse("Cannot convert the \"" + shown(value_) + "\" value to type \"" + std::string(net_type) +
           "\".");
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

Arguments::Arguments(const Signature& signature, const Json& values) : sets_(signature.sets) {
  for (const auto& [name, value] : values.items()) {
    const Parameter& parameter = find_parameter(signature, name);
    if (has(parameter.name))
      throw binding_error(signature,
                          "Cannot bind parameter because parameter '" +
                              std::string(parameter.name) +
                              "' is specified more than once. To provide multiple values to "
                              "parameters that can accept "
                              "multiple values, use the array syntax. For example, \"-parameter "
                              "value1,value2,value3\".",
                          "ParameterAlreadyBound");
    values_[parameter.name] = Converter(signature, parameter, value).convert();
    check_value(signature, parameter, values_[parameter.name]);
    if (!parameter.sets.empty())
      std::erase_if(sets_,
                    [&](char set) { return parameter.sets.find(set) == std::string_view::npos; });
  }
  if (sets_.empty() && !signature.sets.empty())
    throw binding_error(
        signature,
        "Parameter set cannot be resolved using the specified named parameters. One or more "
        "parameters "
        "issued cannot be used together or an insufficient number of parameters were provided.",
        "AmbiguousParameterSet");
}

const Json* Arguments::raw(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? nullptr : &found->second;
}

std::optional<std::string> Arguments::text(std::string_view name) const {
  const Json* value = raw(name);
  return value == nullptr ? std::nullopt : std::optional(value->get<std::string>());
}

std::optional<std::int64_t> Arguments::number(std::string_view name) const {
  const Json* value = raw(name);
  return value == nullptr ? std::nullopt : std::optional(value->get<std::int64_t>());
}

bool Arguments::flag(std::string_view name) const {
  const Json* value = raw(name);
  return value != nullptr && value->get<bool>();
}

std::vector<std::string> Arguments::texts(std::string_view name) const {
  const Json* value = raw(name);
  return value == nullptr ? std::vector<std::string>{} : value->get<std::vector<std::string>>();
}

}  // namespace teamsctl::simulator
