#include "serve/serve.hpp"

#include <stdexcept>
#include <utility>

#include "output/error_report.hpp"
#include "serve/server.hpp"
#include "session/session_setup.hpp"

namespace teamsctl::cli {

int run_serve(Options options) {
  const bool json = options.json_errors;
  try {
    Log log(options);
    return ServeServer(std::move(options), log).run();
  } catch (const Error& error) {
    return report(error, json);
  } catch (const std::runtime_error& problem) {
    return report(cannot_be_set_up("serve", problem), json);
  }
}

}  // namespace teamsctl::cli
