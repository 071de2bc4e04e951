#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace teamsctl::simulator {

/// What PowerShell's ErrorRecord holds, as far as the protocol carries it.
struct ErrorRecord {
  std::string message;
  std::string fqid = {};
  std::string category = "NotSpecified";
  std::string activity = {};
  std::string exception = "System.Exception";  ///< full name of the exception's type
  std::vector<std::string> inner = {};         ///< messages of the inner exceptions
  std::string target = {};
  std::optional<double> retry_after = {};  ///< the seconds to wait, when the exception says so

  /// CategoryInfo.Reason: the exception's type without its namespace.
  [[nodiscard]] std::string_view reason() const {
    const std::string_view type = exception;
    const auto dot = type.find_last_of('.');
    return dot == std::string_view::npos ? type : type.substr(dot + 1);
  }
};

}  // namespace teamsctl::simulator
