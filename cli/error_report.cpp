#include "error_report.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "challenge_json.hpp"
#include "json_text.hpp"
#include "terminal_prompter.hpp"

namespace teamsctl::cli {
namespace {

std::string as_json(const Error& error) {
  nlohmann::ordered_json body{{"code", name_of(error.code)},
                              {"exit", exit_status(error.code)},
                              {"message", error.message},
                              {"hint", error.hint},
                              {"aadsts", nullptr},
                              {"retryable", error.retryable}};
  if (error.aadsts) body["aadsts"] = *error.aadsts;
  if (error.retry_after) body["retry_after"] = (error.retry_after->count() + 999) / 1000;
  if (error.reason != Reason::none) body["reason"] = name_of(error.reason);
  if (error.challenge) body["challenge"] = challenge_json(*error.challenge);
  if (!error.detail.empty()) body["detail"] = error.detail;
  return json_text(nlohmann::ordered_json{{"error", std::move(body)}}) + "\n";
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

std::string error_text(const Error& error, bool json) { return json ? as_json(error) : as_text(error); }

int report(const Error& error, bool json) {
  const std::string text = error_text(error, json);
  std::fwrite(text.data(), 1, text.size(), stderr);
  return exit_status(error.code);
}

}  // namespace teamsctl::cli
