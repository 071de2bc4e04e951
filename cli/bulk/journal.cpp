#include "bulk/journal.hpp"

#include <array>
#include <ctime>
#include <nlohmann/json.hpp>

#include "text/json_text.hpp"

namespace teamsctl::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string time_text(JournalTime at) {
  const auto since = at.time_since_epoch();
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(since).count() % 1000;
  const std::time_t seconds = JournalTime::clock::to_time_t(at);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  (void)std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::array<char, 8> fraction{};
  (void)std::snprintf(fraction.data(), fraction.size(), ".%03dZ", static_cast<int>(milliseconds));
  return std::string(text.data()) + fraction.data();
}

std::string line_of(const Json& json) { return json_text(json) + "\n"; }

Json about(const BulkRow& row, std::string_view state) {
  return {{"line", row.line}, {"state", state}};
}

std::string text_member(const nlohmann::json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool flag_member(const nlohmann::json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_boolean() && found->get<bool>();
}

}  // namespace

bool BulkJournal::take(std::string_view line) {
  const nlohmann::json json = nlohmann::json::parse(line, nullptr, false);
  if (!json.is_object()) return false;
  if (!sha256_) {
    const auto version = json.find("teamsctl_journal");
    if (version == json.end() || *version != 1) return false;
    sha256_ = text_member(json, "sha256");
    return true;
  }
  const std::string state = text_member(json, "state");
  finished_ = state == "finished";
  if (finished_) return true;
  const auto number = json.find("line");
  if (number == json.end() || !number->is_number_unsigned()) return false;
  JournalRow& row = rows_[number->get<std::uint64_t>()];
  if (row.fate == RowFate::done) return true;  // whatever comes: it is not done a second time
  if (state == "started") {
    row.fate = RowFate::started;
  } else if (state == "done") {
    row = {.fate = RowFate::done,
           .result = {.outcome = text_member(json, "outcome"),
                      .verified = flag_member(json, "verified"),
                      .number_type = text_member(json, "type")}};
  } else if (state == "failed") {
    row.fate = flag_member(json, "unknown") ? RowFate::started : RowFate::failed;
  } else {
    return false;
  }
  return true;
}

JournalRow BulkJournal::row(std::uint64_t line) const {
  const auto found = rows_.find(line);
  return found == rows_.end() ? JournalRow{} : found->second;
}

std::string journal_header(std::string_view file, std::string_view sha256) {
  return line_of({{"teamsctl_journal", 1}, {"file", file}, {"sha256", sha256}});
}

std::string journal_started(const BulkRow& row, JournalTime at) {
  Json line = about(row, "started");
  line["user"] = row.user;
  line["number"] = row.number;
  line["at"] = time_text(at);
  return line_of(line);
}

std::string journal_done(const BulkRow& row, const RowResult& result, JournalTime at) {
  Json line = about(row, "done");
  line["outcome"] = result.outcome;
  line["verified"] = result.verified;
  line["type"] = result.number_type;
  line["at"] = time_text(at);
  return line_of(line);
}

std::string journal_failed(const BulkRow& row, const Error& error, bool fate_known,
                           JournalTime at) {
  Json line = about(row, "failed");
  line["code"] = name_of(error.code);
  line["message"] = error.message;
  if (!fate_known) line["unknown"] = true;
  line["at"] = time_text(at);
  return line_of(line);
}

std::string journal_finished(JournalTime at) {
  return line_of({{"state", "finished"}, {"at", time_text(at)}});
}

}  // namespace teamsctl::cli
