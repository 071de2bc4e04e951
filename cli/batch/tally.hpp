#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "teamsctl/error.hpp"

namespace teamsctl::cli {

/// How far a batch is, and how it ends.
struct BatchTally {
  std::uint64_t lines = 0;  ///< requests of the file, or those that have come
  bool whole = false;       ///< `lines` is all there will be
  std::uint64_t succeeded = 0;
  std::uint64_t failed = 0;
  std::optional<std::uint64_t> at;          ///< the line that runs, or ran last
  std::optional<std::uint64_t> stopped_at;  ///< the line at which the batch ended early
  std::optional<Error> first_error;
  std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();

  void add_failure(const Error& error);

  /// What the program ends with: nothing when all went well, a failure that was the only request by
  /// its own name.
  [[nodiscard]] std::optional<Error> outcome() const;
  /// The event `summary`.
  [[nodiscard]] std::string summary() const;
  /// "3 of 7 requests, line 12, 1 failed"
  [[nodiscard]] std::string progress(std::uint64_t rows) const;
};

}  // namespace teamsctl::cli
