#include "bulk/report.hpp"

#include "session/change_question.hpp"
#include "teamsctl/json_members.hpp"

namespace teamsctl::cli {
namespace {

std::string text_in(std::string_view json, std::string_view member) {
  const auto value = json_member(json, member);
  return value ? json_string_text(*value).value_or("") : "";
}

std::string beginning(const BulkRow& row) { return "{\"Line\":" + std::to_string(row.line) + ","; }

/// The members of AssignPhoneNumber's row, without its braces.
std::string members(const BulkRow& row, std::string_view type, std::string_view outcome,
                    bool verified) {
  return "\"Action\":\"assign\",\"UserPrincipalName\":" + json_quoted(row.user) +
         ",\"TelephoneNumber\":" + json_quoted(row.number) +
         ",\"NumberType\":" + (type.empty() ? "null" : json_quoted(type)) +
         ",\"Outcome\":" + json_quoted(outcome) + ",\"Verified\":" + (verified ? "true" : "false") +
         ",\"Assignment\":null";
}

}  // namespace

std::string done_row(const BulkRow& row, std::string_view result) {
  return beginning(row) + std::string(result.substr(1, result.size() - 2)) +
         ",\"Resumed\":false,\"Error\":null}";
}

std::string resumed_row(const BulkRow& row, const RowResult& result) {
  const std::string& type = row.number_type.empty() ? result.number_type : row.number_type;
  return beginning(row) + members(row, type, result.outcome, result.verified) +
         ",\"Resumed\":true,\"Error\":null}";
}

std::string failed_row(const BulkRow& row, const Error& error) {
  return beginning(row) + members(row, row.number_type, "failed", false) +
         ",\"Resumed\":false,\"Error\":{\"code\":" + json_quoted(name_of(error.code)) +
         ",\"message\":" + json_quoted(error.message) + "}}";
}

std::string bulk_dry_run_row(const BulkRow& row, bool done) {
  if (done) return beginning(row) + "\"Cmdlet\":null,\"Parameters\":null,\"Done\":true}";
  const std::string sent = dry_run_row(request_of(row, std::chrono::milliseconds(0)));
  return beginning(row) + sent.substr(1, sent.size() - 2) + ",\"Done\":false}";
}

RowResult result_in(std::string_view row) {
  const auto verified = json_member(row, "Verified");
  return {.outcome = text_in(row, "Outcome"),
          .verified = verified && *verified == "true",
          .number_type = text_in(row, "NumberType")};
}

std::string where_it_stands(const BulkCounts& counts) {
  std::string text = std::to_string(counts.done) + " of " + std::to_string(counts.rows) +
                     (counts.rows == 1 ? " row is done" : " rows are done");
  if (counts.failed != 0) text += ", " + std::to_string(counts.failed) + " failed";
  const std::uint64_t left = counts.rows - counts.done - counts.failed;
  if (left != 0) text += ", " + std::to_string(left) + (left == 1 ? " is left" : " are left");
  return text;
}

std::string named_lines(const std::vector<std::uint64_t>& lines) {
  constexpr std::size_t most = 20;
  std::string text = lines.size() == 1 ? "line " : "lines ";
  const std::size_t shown = lines.size() > most ? most : lines.size();
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == lines.size() ? " and " : ", ";
    text += std::to_string(lines[i]);
  }
  if (shown < lines.size()) text += " and " + std::to_string(lines.size() - shown) + " more";
  return text;
}

}  // namespace teamsctl::cli
