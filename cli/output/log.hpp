#pragma once

#include <memory>
#include <string_view>

#include "options/options.hpp"
#include "teamsctl/redactor.hpp"

namespace spdlog {
class logger;
}

namespace teamsctl::cli {

/// The log: to stderr as far as -q and -v want it, to the log file in full. Everything in it goes
/// through one redactor.
class Log {
 public:
  /// Throws Error as a value when the log file cannot be used.
  explicit Log(const Options& options);
  ~Log();

  void debug(std::string_view text);
  void info(std::string_view text);
  void warn(std::string_view text);

  /// From now on this secret appears nowhere.
  void keep_out(const Secret& secret);

 private:
  std::shared_ptr<Redactor> redactor_;
  std::shared_ptr<spdlog::logger> logger_;
};

}  // namespace teamsctl::cli
