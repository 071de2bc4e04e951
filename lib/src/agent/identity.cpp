#include "agent/identity.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "io/child_process.hpp"
#include "wire/agent_json.hpp"

namespace teamsctl::agent {

std::string identity_of(const SignIn& who, const SessionOptions& options) {
  nlohmann::json key = wire::json_of(who);
  key.erase("type");
  key.erase("mfa_code_digits");
  if (options.simulation) {
    key["simulation"] = {{"scenario", options.simulation->scenario},
                         {"numbers", options.simulation->numbers},
                         {"state", options.simulation->state}};
  } else {
    key["pwsh"] = io::program_path(options.pwsh).value_or(options.pwsh);
    const char* modules = std::getenv("PSModulePath");
    key["modules"] = modules != nullptr ? modules : "";
  }
  return wire::line_of(key);
}

std::string short_name(const std::string& identity) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  EVP_Digest(identity.data(), identity.size(), hash.data(), &size, EVP_sha256(), nullptr);
  constexpr char digits[] = "0123456789abcdef";
  std::string name;
  for (std::size_t i = 0; i < 6; ++i) {
    name += digits[hash[i] >> 4];
    name += digits[hash[i] & 15];
  }
  return name;
}

}  // namespace teamsctl::agent
