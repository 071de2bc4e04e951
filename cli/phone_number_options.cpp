#include "phone_number_options.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace teamsctl::cli {
namespace {

struct Filter {
  const char* option;
  const char* value;
  const char* parameter;  // of Get-CsPhoneNumberAssignment
  const char* help;
};

constexpr std::array filters = {
    Filter{"--user,--upn", "USER", "AssignedPstnTargetId", "Numbers of this user: UPN, SIP address or object id"},
    Filter{"--number", "NUMBER", "TelephoneNumber", "This number"},
    Filter{"--starts-with", "DIGITS", "TelephoneNumberStartsWith", "Numbers that begin with this"},
    Filter{"--contains", "DIGITS", "TelephoneNumberContain", "Numbers that contain this"},
    Filter{"--greater-than", "NUMBER", "TelephoneNumberGreaterThan", "Numbers above this one"},
    Filter{"--less-than", "NUMBER", "TelephoneNumberLessThan", "Numbers below this one"},
    Filter{"--number-type", "TYPE", "NumberType", "CallingPlan, DirectRouting or OperatorConnect"},
    Filter{"--status", "STATUS", "PstnAssignmentStatus", "Unassigned, UserAssigned, ConferenceAssigned, VoiceApplicationAssigned, ..."},
    Filter{"--activation-state", "STATE", "ActivationState", "Activated, AssignmentPending, AssignmentFailed, ..."},
    Filter{"--category", "CATEGORY", "AssignmentCategory", "Primary, Alternate or Private"},
    Filter{"--country", "CODE", "IsoCountryCode", "Two letters, such as US"},
    Filter{"--location-id", "GUID", "LocationId", "Numbers at this location"},
    Filter{"--civic-address-id", "GUID", "CivicAddressId", "Numbers at this address"},
    Filter{"--network-site-id", "ID", "NetworkSiteId", "Numbers at this network site"},
    Filter{"--filter", "TEXT", "Filter", "The cmdlet's own filter text, such as \"Tags -contains ['Sales']\""},
};

struct Given {
  std::array<std::string, filters.size()> values;
  std::vector<std::string> capabilities;
  std::uint64_t top = 0;
  std::uint64_t skip = 0;
};

}  // namespace

std::function<GetPhoneNumbers()> add_phone_number_options(CLI::App& command) {
  auto given = std::make_shared<Given>();
  std::array<CLI::Option*, filters.size()> options{};
  for (std::size_t i = 0; i < filters.size(); ++i)
    options[i] = command.add_option(filters[i].option, given->values[i], filters[i].help)->type_name(filters[i].value)->group("Filters");
  command.add_option("--capability", given->capabilities, "Numbers with this capability; repeat it to ask for several at once")
      ->type_name("NAME")
      ->expected(1)
      ->take_all()
      ->group("Filters");
  CLI::Option* top =
      command.add_option("--top", given->top, "At most N rows (default: all)")->type_name("N")->check(CLI::NonNegativeNumber)->group("Rows");
  command.add_option("--skip", given->skip, "Leave out the first N rows")->type_name("N")->check(CLI::NonNegativeNumber)->group("Rows");
  return [given, options, top] {
    GetPhoneNumbers request;
    for (std::size_t i = 0; i < filters.size(); ++i)
      if (options[i]->count() != 0) request.filters.emplace_back(filters[i].parameter, given->values[i]);
    if (!given->capabilities.empty()) {
      std::string all;
      for (const std::string& capability : given->capabilities) all += (all.empty() ? "" : ",") + capability;
      request.filters.emplace_back("CapabilitiesContain", all);
    }
    if (top->count() != 0) request.top = given->top;
    request.skip = given->skip;
    return request;
  };
}

}  // namespace teamsctl::cli
