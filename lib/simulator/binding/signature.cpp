#include "binding/signature.hpp"

#include <array>

namespace teamsctl::simulator {

namespace {

const std::array common_parameters = {
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

}  // namespace

std::vector<const Parameter*> parameters_of(const Signature& signature, const Version& version) {
  std::vector<const Parameter*> found;
  for (const Parameter& parameter : signature.parameters)
    if (!(parameter.since && version < *parameter.since) &&
        !(parameter.until && version >= *parameter.until))
      found.push_back(&parameter);
  for (const Parameter& parameter : common_parameters) found.push_back(&parameter);
  return found;
}

}  // namespace teamsctl::simulator
