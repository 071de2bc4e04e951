#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "teamsctl/error.hpp"
#include "teamsctl/limits.hpp"
#include "teamsctl/request.hpp"
#include "teamsctl/secret.hpp"

namespace teamsctl::cli {

enum class OutputFormat { json, ndjson };
enum class ProgressStyle { automatic, plain, none };
enum class LogFormat { text, json };

/// Where one secret may come from, in the order in which it is looked for.
struct SecretOptions {
  std::optional<Secret> argument;
  std::optional<std::string> file;
  std::optional<Secret> environment;
};

struct DetectOptions {
  std::string file = "-";
};

/// The command line, checked and complete.
struct Options {
  std::variant<GetPhoneNumbers, GetTenant, DetectOptions> command;

  std::string username;
  std::string tenant_id;
  SecretOptions password;
  SecretOptions mfa_code;
  bool no_input = false;

  Limits limits;
  std::string pwsh = "pwsh";
  std::optional<std::string> simulate;  ///< the scenario
  std::uint64_t simulate_numbers = 1000;

  OutputFormat output = OutputFormat::json;
  bool json_errors = false;  ///< a JSON format was asked for by name
  ProgressStyle progress = ProgressStyle::automatic;
  bool quiet = false;
  int verbose = 0;
  std::string log_file;
  LogFormat log_format = LogFormat::text;
};

/// Text for stdout and nothing more to do: --help, --version.
struct Information {
  std::string text;
};

/// Something on the command line is wrong. `json` is true when errors are wanted as JSON.
struct UsageError {
  Error error;
  bool json = false;
};

[[nodiscard]] std::variant<Options, Information, UsageError> parse_options(const std::vector<std::string>& arguments);

/// "500ms", "90s", "2m", "1h"; a bare number is seconds. Nothing when it is no duration.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

}  // namespace teamsctl::cli
