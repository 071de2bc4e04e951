#include "serve/serve.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include "output/error_report.hpp"
#include "serve/server.hpp"

namespace teamsctl::cli {

int run_serve(Options options) {
  const bool json = options.json_errors;
  try {
    Log log(options);
    return ServeServer(std::move(options), log).run();
  } catch (const Error& error) {
    return report(error, json);
  } catch (const std::runtime_error& problem) {
    return report({.code = ErrorCode::child_lost,
                   .message = std::string("serve cannot be set up: ") + problem.what() + ".",
                   .hint = "Check the limits of this process (ulimit -a)."},
                  json);
  }
}

}  // namespace teamsctl::cli
