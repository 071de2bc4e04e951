#include "binding/binding_error.hpp"

#include <utility>

namespace teamsctl::simulator {

CommandFailed binding_error(const Signature& signature, std::string message, std::string_view id,
                            std::string category, std::string_view type) {
  return {{.message = std::move(message),
           .fqid = std::string(id) + "," + std::string(signature.error_id),
           .category = std::move(category),
           .activity = std::string(signature.cmdlet),
           .exception = "System.Management.Automation." + std::string(type)}};
}

}  // namespace teamsctl::simulator
