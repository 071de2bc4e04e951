#include "output/error_json.hpp"

#include "output/challenge_json.hpp"

namespace teamsctl::cli {

nlohmann::ordered_json error_json(const Error& error) {
  nlohmann::ordered_json body{{"code", name_of(error.code)}, {"exit", exit_status(error.code)},
                              {"message", error.message},    {"hint", error.hint},
                              {"aadsts", nullptr},           {"retryable", error.retryable}};
  if (error.aadsts) body["aadsts"] = *error.aadsts;
  if (error.retry_after) body["retry_after"] = (error.retry_after->count() + 999) / 1000;
  if (error.reason != Reason::none) body["reason"] = name_of(error.reason);
  if (error.challenge) body["challenge"] = challenge_json(*error.challenge);
  if (!error.detail.empty()) body["detail"] = error.detail;
  return body;
}

}  // namespace teamsctl::cli
