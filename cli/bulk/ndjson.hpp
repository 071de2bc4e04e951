#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bulk/checker.hpp"
#include "bulk/problems.hpp"
#include "text/text_place.hpp"

namespace teamsctl::cli {

/// The file as NDJSON: an object a line, with the columns as members, in any order and any case of
/// letters. A member that is null is as one that is missing. Lines with nothing on them are passed
/// over.
class BulkNdjson {
 public:
  static constexpr std::size_t longest_line = 64 * 1024;

  /// Both must outlive this.
  BulkNdjson(BulkChecker& checker, BulkProblems& problems)
      : checker_(checker), problems_(problems) {}

  void feed(std::string_view bytes);
  void finish();

 private:
  void end_line();
  void take_object();
  [[nodiscard]] bool is_json_object();

  BulkChecker& checker_;
  BulkProblems& problems_;
  TextCursor cursor_;
  std::string line_;
  std::uint64_t number_ = 1;
  bool whole_ = true;  // nothing of this line is wrong so far
};

}  // namespace teamsctl::cli
