#include "default_columns.hpp"

namespace teamsctl::cli {

std::vector<FieldPath> default_columns(const Command& command) {
  const char* names = nullptr;
  if (std::holds_alternative<GetPhoneNumbers>(command))
    names =
        "TelephoneNumber,NumberType,PstnAssignmentStatus,AssignedPstnTargetId,City,IsoCountryCode";
  if (std::holds_alternative<GetTenant>(command))
    names = "DisplayName,TenantId,Domains,CountryLetterCode";
  if (names == nullptr) return {};
  return std::get<std::vector<FieldPath>>(parse_fields(names));
}

}  // namespace teamsctl::cli
