#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "text/text_place.hpp"

namespace teamsctl::cli {

struct BulkProblem {
  TextPlace place;
  std::string what;  ///< without a full stop; may hold text of the file
};

/// What is wrong with a file: the first few, and how many there are in all. A file in which every
/// line is wrong must not fill the memory, or the screen.
class BulkProblems {
 public:
  static constexpr std::size_t most_kept = 20;

  void add(TextPlace place, std::string what) {
    if (first_.size() < most_kept) first_.push_back({place, std::move(what)});
    ++count_;
  }
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] const std::vector<BulkProblem>& first() const { return first_; }

 private:
  std::vector<BulkProblem> first_;
  std::uint64_t count_ = 0;
};

}  // namespace teamsctl::cli
