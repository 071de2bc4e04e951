#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bulk/problems.hpp"
#include "text/text_place.hpp"

namespace teamsctl::cli {

struct DelimitedField {
  std::string text;  ///< without its quotes
  TextPlace place;   ///< of its first character, or of its quote
};

/// One line of a CSV file, or several, when a line break stands in quotes.
struct DelimitedRecord {
  std::uint64_t line = 0;  ///< where it begins
  std::vector<DelimitedField> fields;
};

/// Reads CSV (RFC 4180) in UTF-8 from bytes that come in any pieces: fields separated by commas,
/// records by LF or CRLF, quotes around a field, doubled inside of it. Lines with nothing on them
/// are passed over. What is wrong is said with its place, and reading goes on as well as it can: a
/// person wants to know all of it at once.
///
/// Pure, and bounded: a record has at most `longest_record` bytes.
class DelimitedReader {
 public:
  static constexpr std::size_t longest_record = 64 * 1024;

  /// `record` is called for each record with its fields; what it refers to is valid during the
  /// call. `problems` must outlive this.
  DelimitedReader(std::function<void(const DelimitedRecord&)> record, BulkProblems& problems)
      : take_record_(std::move(record)), problems_(problems) {}

  void feed(std::string_view bytes);
  /// The text ends here.
  void finish();

 private:
  enum class In {
    start,    ///< at the beginning of a field
    plain,    ///< in a field without quotes
    quotes,   ///< between quotes
    after,    ///< behind a quote that ends the field, or is the first of two
    cr,       ///< behind a CR that should have an LF behind it
    nowhere,  ///< behind something that spoils the rest of the field
  };

  void take(char byte);
  void take_outside(char byte);
  void begin_field();
  void end_record();
  void end_long_record();
  void wrong(TextPlace place, std::string what);

  std::function<void(const DelimitedRecord&)> take_record_;
  BulkProblems& problems_;
  TextCursor cursor_;
  DelimitedRecord record_;
  std::size_t size_ = 0;  // of the record so far, in bytes
  In in_ = In::start;
  TextPlace quote_;             // that opened the field
  std::uint64_t not_utf8_ = 0;  // the last line of which that was said
  bool whole_ = true;           // nothing of this record is wrong
};

}  // namespace teamsctl::cli
