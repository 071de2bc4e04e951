#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenant/phone_number.hpp"

namespace teamsctl::simulator {

/// The line of a change in a state file, teamsctl-scenario(5), without its end.
[[nodiscard]] std::string line_of(const Change& change);

/// The change that a line says; nothing when it says none, or one of what the tenant does not have.
[[nodiscard]] std::optional<Change> parse_change(std::string_view line, std::uint64_t numbers);

/// The state file: the changes of all sessions, in their order. Every function throws
/// std::system_error when the file cannot be used.
class ChangeLog {
 public:
  explicit ChangeLog(std::string path) : path_(std::move(path)) {}

  struct News {
    bool from_start = false;  ///< the file has shrunk: what was read before does not hold any more
    std::vector<std::string> lines = {};
  };
  /// What was added since the last call. A line without its end is left for the next one.
  [[nodiscard]] News read();

  /// Adds changes by one write, so that no other session's come between.
  void append(const std::vector<Change>& changes) const;

 private:
  std::string path_;
  std::uint64_t read_to_ = 0;
};

}  // namespace teamsctl::simulator
