#include "io/child_environment.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>

TEST_CASE("R10 no secret of ours and no foreign code gets into the child's environment") {
  for (const char* name : {"TEAMSCTL_PASSWORD", "TEAMSCTL_MFA_CODE", "LD_PRELOAD_TEST",
                           "DOTNET_STARTUP_HOOKS", "CORECLR_PROFILER", "COMPlus_X"})
    ::setenv(name, "canary", 1);
  ::setenv("PSModulePath", "/modules", 1);
  ::setenv("LC_ALL", "de_DE.ISO-8859-1", 1);
  const auto environment = teamsctl::io::child_environment();
  const auto has = [&](const std::string& text) {
    return std::any_of(environment.begin(), environment.end(), [&](const std::string& entry) {
      return entry.find(text) != std::string::npos;
    });
  };
  CHECK_FALSE(has("canary"));
  CHECK_FALSE(has("ISO-8859-1"));
  CHECK(has("LC_ALL=C.UTF-8"));
  CHECK(has("PSModulePath=/modules"));
  CHECK(has("HOME=/"));
  CHECK(has("NO_COLOR=1"));
}
