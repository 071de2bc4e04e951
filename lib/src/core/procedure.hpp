#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "core/host_request.hpp"
#include "core/record.hpp"
#include "teamsctl/error.hpp"

namespace teamsctl::core {

using TimePoint = std::chrono::steady_clock::time_point;

/// Where a procedure puts what it has for the caller.
class Results {
 public:
  virtual ~Results() = default;
  /// Hands over a row that stands in the record which is being taken.
  virtual void row(std::string_view json) = 0;
  /// Hands over a row that was made here.
  virtual void made_row(std::string json) = 0;
  virtual void message(MessageLevel level, std::string text) = 0;
};

/// What a request does in a session that is signed in: which commands, one after the other, and
/// what becomes of their rows and errors. Like the machine that runs it, it does no I/O and reads
/// no clock.
///
/// The machine asks next(), runs what it is given, hands over the rows and then the end, and asks
/// next() again, until there is an End. It waits out what throttles the service and signs in again
/// by itself; then it asks again() in place of ended().
class Procedure {
 public:
  struct Wait {
    std::chrono::milliseconds time;
  };
  struct End {
    std::optional<Error> error;
  };
  using Step = std::variant<HostInvoke, HostScript, Wait, End>;

  Procedure() = default;
  virtual ~Procedure() = default;
  Procedure(const Procedure&) = delete;
  Procedure& operator=(const Procedure&) = delete;

  [[nodiscard]] virtual Step next(TimePoint now) = 0;

  /// Takes one result of the command that runs; `json` is valid during the call. An error ends the
  /// request.
  [[nodiscard]] virtual std::optional<Error> take(std::string_view json, Results& results) = 0;

  /// The command has ended, without an error when `error` is empty. What is returned ends the
  /// request.
  [[nodiscard]] virtual std::optional<Error> ended(std::optional<Error> error, TimePoint now,
                                                   Results& results) = 0;

  /// What the error records of the command that ran mean; `records` is not empty, or the command
  /// failed without a word.
  [[nodiscard]] virtual Error meaning(std::span<const ErrorRecord> records) const = 0;

  /// The command that failed with `why`, to be run once more; nothing when it must not be, or
  /// cannot be, repeated.
  [[nodiscard]] virtual std::optional<Step> again(const Error& why) = 0;
};

}  // namespace teamsctl::core
