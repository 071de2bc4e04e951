#include "output/error_report.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "output/error_json.hpp"
#include "terminal/terminal_prompter.hpp"
#include "text/json_text.hpp"

namespace teamsctl::cli {
namespace {

std::string as_json(const Error& error) {
  return json_text(nlohmann::ordered_json{{"error", error_json(error)}}) + "\n";
}

std::string as_text(const Error& error) {
  std::string text = "teamsctl: " + printable(error.message) + "\n";
  if (!error.hint.empty()) text += "teamsctl: " + printable(error.hint) + "\n";
  if (error.code == ErrorCode::child_lost && !error.detail.empty()) {
    text += "teamsctl: the last that PowerShell wrote:\n";
    std::size_t begin = 0;
    while (begin < error.detail.size()) {
      const std::size_t end = std::min(error.detail.find('\n', begin), error.detail.size());
      text += "  " + printable(std::string_view(error.detail).substr(begin, end - begin)) + "\n";
      begin = end + 1;
    }
  }
  return text;
}

}  // namespace

std::string error_text(const Error& error, bool json) {
  return json ? as_json(error) : as_text(error);
}

int report(const Error& error, bool json) {
  const std::string text = error_text(error, json);
  std::fwrite(text.data(), 1, text.size(), stderr);
  return exit_status(error.code);
}

}  // namespace teamsctl::cli
