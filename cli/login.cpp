#include "login.hpp"

#include <cstdio>

#include "error_report.hpp"

namespace teamsctl::cli {

int run_status(const Options& options) {
  return report({.code = ErrorCode::not_connected,
                 .message = "Nobody is signed in: no session is kept between two commands.",
                 .hint = "Every command signs in by itself; teamsctl login tries that and says as whom."},
                options.json_errors);
}

int run_logout(const Options& options) {
  if (!options.quiet) std::fputs("teamsctl: Nobody is signed in; there is nothing to end.\n", stderr);
  return 0;
}

}  // namespace teamsctl::cli
