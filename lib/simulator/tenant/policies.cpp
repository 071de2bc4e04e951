#include "tenant/policies.hpp"

#include <string>

#include "tenant_files.hpp"
#include "text/text.hpp"
#include "text/wildcard.hpp"

namespace teamsctl::simulator {

namespace {

constexpr std::string_view tag = "Tag:";

const std::string& identity_of(const Json& policy) {
  return policy["Identity"].get_ref<const std::string&>();
}

}  // namespace

const Json& policies_of(std::string_view type) {
  static const Json all = parse_strictly(tenant_files::policies_json());
  return all[std::string(type)];
}

const Json* find_policy(std::string_view type, std::string_view identity) {
  const std::string tagged = std::string(tag).append(identity);
  for (const Json& policy : policies_of(type))
    if (same_text(identity_of(policy), identity) || same_text(identity_of(policy), tagged))
      return &policy;
  return nullptr;
}

std::vector<const Json*> find_policies(std::string_view type, std::string_view filter) {
  const std::string tagged = std::string(tag).append(filter);
  std::vector<const Json*> found;
  for (const Json& policy : policies_of(type))
    if (is_like(identity_of(policy), filter, Wildcards::question) ||
        is_like(identity_of(policy), tagged, Wildcards::question))
      found.push_back(&policy);
  return found;
}

}  // namespace teamsctl::simulator
