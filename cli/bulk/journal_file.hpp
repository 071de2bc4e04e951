#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "bulk/journal.hpp"
#include "teamsctl/error.hpp"

namespace teamsctl::cli {

/// A journal on a disk. One process at a time works with it; what append() has returned from is on
/// the disk. A line that was cut off, when the machine or the program went down in the middle of
/// it, counts as not written.
///
/// Errors are ErrorCode::usage for a file that is another one's or no journal, ErrorCode::insecure
/// for one that others can write, ErrorCode::output when it cannot be written.
class BulkJournalFile {
 public:
  enum class Use {
    look,       ///< read it, whoever works with it
    work,       ///< read it and add to it
    set_aside,  ///< whatever is in it, if it is a journal of any version
  };
  using Opened = std::variant<std::unique_ptr<BulkJournalFile>, Error>;

  /// The file that is there; null when there is none.
  [[nodiscard]] static Opened open(const std::string& path, Use use);
  /// A new one. `header` is its first line.
  [[nodiscard]] static Opened create(const std::string& path, const std::string& header);

  ~BulkJournalFile();
  BulkJournalFile(const BulkJournalFile&) = delete;
  BulkJournalFile& operator=(const BulkJournalFile&) = delete;

  /// What it said when it was opened.
  [[nodiscard]] const BulkJournal& journal() const { return journal_; }

  /// Adds a line, given with its end, and returns when it is on the disk.
  [[nodiscard]] std::optional<Error> append(std::string_view line);

  /// Gives it another name, with the time in it, and returns that.
  [[nodiscard]] std::variant<std::string, Error> set_aside(JournalTime now);

 private:
  explicit BulkJournalFile(std::string path) : path_(std::move(path)) {}
  [[nodiscard]] std::optional<Error> lock();
  [[nodiscard]] std::optional<Error> check() const;
  [[nodiscard]] std::optional<Error> read();
  [[nodiscard]] std::optional<Error> look_at_beginning();
  [[nodiscard]] std::optional<Error> cut_off();
  [[nodiscard]] bool is_at_its_path() const;
  [[nodiscard]] Error not_written(int error) const;
  [[nodiscard]] Error not_understood(std::uint64_t line) const;

  std::string path_;
  int file_ = -1;
  BulkJournal journal_;
  std::uint64_t size_ = 0;  // up to the end of the last whole line
};

}  // namespace teamsctl::cli
