#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "bulk/row.hpp"
#include "teamsctl/error.hpp"

namespace teamsctl::cli {

/// What is known of a row from earlier runs.
enum class RowFate {
  none,     ///< never begun
  started,  ///< begun, and nobody knows whether the service took it
  done,
  failed,  ///< the service did not take it
};

/// How a change that the service took turned out.
struct RowResult {
  std::string outcome;  ///< as AssignPhoneNumber has it: "assigned", "unchanged", "accepted"
  bool verified = false;
  std::string number_type;
};

struct JournalRow {
  RowFate fate = RowFate::none;
  RowResult result;  ///< of one that is done
};

/// The journal of a file: NDJSON, a line for what it is about, then one before and one after each
/// change. Here it is lines and what they mean; BulkJournalFile keeps them. Pure.
class BulkJournal {
 public:
  /// Takes a line without its end. Returns false when it means nothing here.
  bool take(std::string_view line);

  /// Which file it is about; nothing before the first line.
  [[nodiscard]] const std::optional<std::string>& sha256() const { return sha256_; }
  [[nodiscard]] JournalRow row(std::uint64_t line) const;
  [[nodiscard]] bool is_done(std::uint64_t line) const { return row(line).fate == RowFate::done; }
  /// All rows were done when the last line was written.
  [[nodiscard]] bool finished() const { return finished_; }

 private:
  std::optional<std::string> sha256_;
  std::unordered_map<std::uint64_t, JournalRow> rows_;
  bool finished_ = false;
};

using JournalTime = std::chrono::system_clock::time_point;

/// Every first line begins so, also one that was cut off behind it.
inline constexpr std::string_view journal_beginning = "{\"teamsctl_journal\":1,";

// The lines, with their ends.
[[nodiscard]] std::string journal_header(std::string_view file, std::string_view sha256);
[[nodiscard]] std::string journal_started(const BulkRow& row, JournalTime at);
[[nodiscard]] std::string journal_done(const BulkRow& row, const RowResult& result, JournalTime at);
/// `fate_known` is false when the service may have taken the change all the same.
[[nodiscard]] std::string journal_failed(const BulkRow& row, const Error& error, bool fate_known,
                                         JournalTime at);
[[nodiscard]] std::string journal_finished(JournalTime at);

}  // namespace teamsctl::cli
