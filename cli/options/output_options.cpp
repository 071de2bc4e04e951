#include "options/output_options.hpp"

namespace teamsctl::cli {
namespace {

std::optional<Error> settle(GivenOptions& given, const std::string& one, const std::string& other) {
  const auto first = given.find(one);
  const auto second = given.find(other);
  if (first == given.end() || second == given.end()) return std::nullopt;
  if (first->second.origin == second->second.origin) {
    const std::string value = other == "output" ? " " + second->second.text : "";
    return Error{.code = ErrorCode::usage,
                 .message = first->second.name + " and " + second->second.name + value +
                            " cannot be used together.",
                 .hint =
                     "An expression of jq chooses its fields itself, and gives json or ndjson; "
                     "@csv and @tsv in it make lines."};
  }
  given.erase(first->second.origin < second->second.origin ? second : first);
  return std::nullopt;
}

}  // namespace

std::optional<Error> settle_output_options(GivenOptions& given) {
  const auto output = given.find("output");
  const bool json =
      output == given.end() || output->second.text == "json" || output->second.text == "ndjson";
  if (!json)
    if (std::optional<Error> error = settle(given, "jq", "output")) return error;
  return settle(given, "jq", "fields");
}

}  // namespace teamsctl::cli
