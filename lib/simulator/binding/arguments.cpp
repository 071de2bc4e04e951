#include "binding/arguments.hpp"

#include <algorithm>

#include "binding/argument_value.hpp"
#include "binding/binding_error.hpp"
#include "text/text.hpp"

namespace teamsctl::simulator {

namespace {

bool begins(std::string_view name, std::string_view beginning) {
  return !beginning.empty() && same_text(name.substr(0, beginning.size()), beginning);
}

bool is_in(std::string_view sets, char set) { return sets.find(set) != std::string_view::npos; }

CommandFailed ambiguous_set(const Signature& signature) {
  return binding_error(
      signature,
      "Parameter set cannot be resolved using the specified named parameters. One or more "
      "parameters "
      "issued cannot be used together or an insufficient number of parameters were provided.",
      "AmbiguousParameterSet");
}

}  // namespace

const Parameter& find_parameter(const Signature& signature, const Version& version,
                                std::string_view name) {
  std::vector<const Parameter*> candidates;
  for (const Parameter* parameter : parameters_of(signature, version)) {
    bool fits = begins(parameter->name, name);
    if (same_text(parameter->name, name)) return *parameter;
    for (const std::string_view alias : parameter->aliases) {
      if (same_text(alias, name)) return *parameter;
      fits = fits || begins(alias, name);
    }
    if (fits) candidates.push_back(parameter);
  }
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

Arguments::Arguments(const Signature& signature, const Json& values, const Version& version)
    : sets_(signature.sets) {
  for (const auto& [name, value] : values.items())
    bind(signature, find_parameter(signature, version, name), value);
  choose_set(signature, version);
}

Arguments::Arguments(const Signature& signature, const std::vector<Given>& values,
                     const Version& version)
    : sets_(signature.sets) {
  for (const Given& given : values) {
    if (given.name.empty()) continue;
    const Parameter& parameter = find_parameter(signature, version, given.name);
    if (!given.value)
      throw binding_error(signature,
                          "Missing an argument for parameter '" + std::string(parameter.name) +
                              "'. Specify a parameter of type '" +
                              std::string(net_type(parameter.type)) + "' and try again.",
                          "MissingArgument");
    bind(signature, parameter, *given.value);
  }
  std::vector<Json> unnamed;
  for (const Given& given : values)
    if (given.name.empty()) unnamed.push_back(*given.value);
  bind_by_position(signature, version, unnamed);
  choose_set(signature, version);
}

void Arguments::bind(const Signature& signature, const Parameter& parameter, const Json& value) {
  if (has(parameter.name))
    throw binding_error(signature,
                        "Cannot bind parameter because parameter '" + std::string(parameter.name) +
                            "' is specified more than once. To provide multiple values to "
                            "parameters that can accept "
                            "multiple values, use the array syntax. For example, \"-parameter "
                            "value1,value2,value3\".",
                        "ParameterAlreadyBound");
  values_[parameter.name] = converted(signature, parameter, value);
  if (!parameter.sets.empty())
    std::erase_if(sets_, [&](char set) { return !is_in(parameter.sets, set); });
}

void Arguments::bind_by_position(const Signature& signature, const Version& version,
                                 const std::vector<Json>& values) {
  for (auto value = values.begin(); value != values.end();) {
    const Parameter* next = nullptr;
    for (const Parameter* parameter : parameters_of(signature, version))
      if (parameter->position && !has(parameter->name) &&
          (next == nullptr || *parameter->position < *next->position))
        next = parameter;
    if (next == nullptr)
      throw binding_error(
          signature,
          "A positional parameter cannot be found that accepts argument '" + shown(*value) + "'.",
          "PositionalParameterNotFound");
    const bool takes_all = next->takes_rest && values.end() - value > 1;
    bind(signature, *next, takes_all ? Json(std::vector<Json>(value, values.end())) : *value);
    value = takes_all ? values.end() : value + 1;
  }
}

void Arguments::choose_set(const Signature& signature, const Version& version) {
  if (signature.sets.empty()) {
    need(signature, version, '\0');
    return;
  }
  if (sets_.empty()) throw ambiguous_set(signature);
  const auto complete = [&](char set) { return missing(signature, version, set).empty(); };
  if (const auto count = std::count_if(sets_.begin(), sets_.end(), complete); count == 1)
    sets_ = std::string(1, *std::find_if(sets_.begin(), sets_.end(), complete));
  // The default set is taken when it is still possible; of several others none is.
  else if (is_in(sets_, signature.sets.front()))
    sets_ = std::string(1, signature.sets.front());
  else if (sets_.size() > 1)
    throw ambiguous_set(signature);
  need(signature, version, sets_.front());
}

std::string Arguments::missing(const Signature& signature, const Version& version, char set) const {
  std::string names;
  for (const Parameter* parameter : parameters_of(signature, version))
    if ((set == '\0' ? !parameter->mandatory.empty() : is_in(parameter->mandatory, set)) &&
        !has(parameter->name))
      append_item(names, parameter->name, " ");
  return names;
}

void Arguments::need(const Signature& signature, const Version& version, char set) const {
  const std::string names = missing(signature, version, set);
  if (names.empty()) return;
  // A real PowerShell asks for them.
  throw binding_error(
      signature,
      "Cannot process command because of one or more missing mandatory parameters: " + names + ".",
      "MissingMandatoryParameter");
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
