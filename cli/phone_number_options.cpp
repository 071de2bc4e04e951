#include "phone_number_options.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "flags.hpp"
#include "option_values.hpp"

namespace teamsctl::cli {
namespace {

struct FilterRow {
  OptionShape shape;
  const char* parameter;  // of Get-CsPhoneNumberAssignment; empty for what is not passed on
};

FilterRow filter(const char* name, const char* value, const char* parameter, const char* help, const char* other = "") {
  return {.shape = {.name = name, .other = other, .value = value, .help = help, .group = "Filters"}, .parameter = parameter};
}

FilterRow rows_option(const char* name, const char* help) {
  return {.shape = {.name = name, .value = "N", .help = help, .group = "Rows", .kind = OptionKind::number}, .parameter = ""};
}

const std::vector<FilterRow>& filters() {
  static const std::vector<FilterRow> rows{
      filter("user", "USER", "AssignedPstnTargetId", "Numbers of this user: UPN, SIP address or object id", "--upn"),
      filter("number", "NUMBER", "TelephoneNumber", "This number"),
      filter("starts-with", "DIGITS", "TelephoneNumberStartsWith", "Numbers that begin with this"),
      filter("contains", "DIGITS", "TelephoneNumberContain", "Numbers that contain this"),
      filter("greater-than", "NUMBER", "TelephoneNumberGreaterThan", "Numbers above this one"),
      filter("less-than", "NUMBER", "TelephoneNumberLessThan", "Numbers below this one"),
      filter("number-type", "TYPE", "NumberType", "CallingPlan, DirectRouting or OperatorConnect"),
      filter("status", "STATUS", "PstnAssignmentStatus", "Unassigned, UserAssigned, ConferenceAssigned, VoiceApplicationAssigned, ..."),
      filter("activation-state", "STATE", "ActivationState", "Activated, AssignmentPending, AssignmentFailed, ..."),
      filter("capability", "NAME", "CapabilitiesContain", "Numbers with this capability; repeat it to ask for several at once"),
      filter("category", "CATEGORY", "AssignmentCategory", "Primary, Alternate or Private"),
      filter("country", "CODE", "IsoCountryCode", "Two letters, such as US"),
      filter("location-id", "GUID", "LocationId", "Numbers at this location"),
      filter("civic-address-id", "GUID", "CivicAddressId", "Numbers at this address"),
      filter("network-site-id", "ID", "NetworkSiteId", "Numbers at this network site"),
      filter("filter", "TEXT", "Filter", "The cmdlet's own filter text, such as \"Tags -contains ['Sales']\""),
      rows_option("top", "At most N rows (default: all)"),
      rows_option("skip", "Leave out the first N rows"),
  };
  return rows;
}

std::string comma_separated(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ",") + text;
  return all;
}

std::variant<Command, UsageError> read(const std::vector<CLI::Option*>& options) {
  GetPhoneNumbers request;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const FilterRow& row = filters()[i];
    if (options[i]->count() == 0) continue;
    if (row.shape.name == "capability") {
      request.filters.emplace_back(row.parameter, comma_separated(options[i]->results()));
      continue;
    }
    std::variant<std::string, UsageError> given = text_of(*options[i], row.shape);
    if (UsageError* error = std::get_if<UsageError>(&given)) return std::move(*error);
    const std::string& text = std::get<std::string>(given);
    if (std::optional<Problem> problem = wrong_with(row.shape, text))
      return UsageError{.error = {.code = ErrorCode::usage, .message = "--" + row.shape.name + ": " + problem->message, .hint = problem->hint}};
    if (row.shape.name == "top")
      request.top = parse_number(text);
    else if (row.shape.name == "skip")
      request.skip = *parse_number(text);
    else
      request.filters.emplace_back(row.parameter, text);
  }
  return Command{std::move(request)};
}

}  // namespace

std::function<std::variant<Command, UsageError>()> add_phone_number_options(CLI::App& command) {
  std::vector<CLI::Option*> options;
  for (const FilterRow& row : filters()) options.push_back(add_flag(command, row.shape));
  return [options] { return read(options); };
}

}  // namespace teamsctl::cli
